import type { FactoryProvider } from '@nestjs/common';

/** Binds a port to its adapter, made from these providers; a class that does not fit the port does not compile. */
export const bind = <Port extends object, Dependencies extends unknown[]>(
  port: abstract new () => Port,
  adapter: new (...dependencies: Dependencies) => Port,
  ...inject: { [Index in keyof Dependencies]: abstract new (...args: never[]) => Dependencies[Index] }
): FactoryProvider<Port> => ({ provide: port, inject: [...inject], useFactory: (...dependencies: Dependencies) => new adapter(...dependencies) });

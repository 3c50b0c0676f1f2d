const kept = /^\.(env-.+)\.old$/;

/** How the former version of an environment's directory is called while its successor takes its place. */
export const keptName = {
  of: (name: string): string => `.${name}.old`,
  /** The name it stands in for; undefined for any other name. */
  original: (name: string): string | undefined => kept.exec(name)?.[1],
};

// For `node --import`: Google's agent, which is not among our packages, is this one, which says what it was started with.
import { register } from 'node:module';

const agent = "export async function start(options) { process.stdout.write(JSON.stringify({ msg: 'stand-in agent', ...options }) + '\\n'); }";
const hooks = `export async function resolve(specifier, context, next) {
  if (specifier !== '@google-cloud/profiler') return next(specifier, context);
  return { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(agent)}`)}, shortCircuit: true };
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);

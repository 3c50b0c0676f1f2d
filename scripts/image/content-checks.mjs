import assert from 'node:assert/strict';
import { access, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What can be said of an image without running it. */
export async function checkContent(checklist, { root, config }) {
  const app = join(root, config.WorkingDir);

  await checklist.check('the image names an unprivileged user by number', () => {
    assert.match(config.User, /^[1-9]\d*(:[1-9]\d*)?$/);
  });
  await checklist.check('the image starts node without a shell, in production mode, on port 7000', () => {
    assert.deepEqual(config.Cmd, ['node', 'dist/main.js']);
    assert.ok(config.Env.includes('NODE_ENV=production'));
    assert.ok(config.Env.includes('PORT=7000'));
    assert.ok('7000/tcp' in config.ExposedPorts);
  });
  await checklist.check('the image has a health check and labels', () => {
    assert.equal(config.Healthcheck.Test[0], 'CMD');
    assert.equal(config.Labels['org.opencontainers.image.title'], 'ff-relay-proxy');
  });
  await checklist.check('the image holds the licence and no sources, tests or scripts', async () => {
    assert.deepEqual((await readdir(app)).toSorted(), ['LICENSE', 'dist', 'node_modules', 'package.json']);
    const specs = (await readdir(join(app, 'dist'), { recursive: true })).filter((file) => /\.(e2e-)?spec\./.test(file));
    assert.deepEqual(specs, []);
  });
  await checklist.check('the image holds every production dependency and no development dependency', async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
    assert.deepEqual(await installed(app, Object.keys(dependencies)), Object.keys(dependencies));
    // Type declarations are not code: a production package may bring those that we use for development.
    const tools = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'));
    assert.deepEqual(await installed(app, tools), []);
  });
}

async function installed(app, packages) {
  const found = await Promise.all(packages.map((name) => exists(join(app, 'node_modules', name))));
  return packages.filter((_, index) => found[index]);
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

// Loads an unpacked package as an n8n does at its start, with that n8n's own loader, and says what came of it.
const { createRequire } = require('node:module');
const path = require('node:path');

const [folder, directory] = process.argv.slice(2);
const { PackageDirectoryLoader } = createRequire(path.join(folder, 'package.json'))('n8n-core');
const required = createRequire(path.join(directory, 'package.json')).resolve('n8n-workflow');

const loader = new PackageDirectoryLoader(directory);
loader.loadAll().then(() => {
	const loaded = [...Object.keys(loader.nodeTypes), ...Object.keys(loader.credentialTypes)];
	process.stdout.write(JSON.stringify({ required, loaded }));
	process.exit();
});

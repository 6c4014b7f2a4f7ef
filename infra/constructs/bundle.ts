import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A handler as one ESM file with everything it uses, the SDK included: that of the runtime is not the one this was tested
 * with. Built here by esbuild, never in a container.
 * @param entry path of the handler from the project's root
 */
export function bundle(entry: string): Code {
  return Code.fromAsset(`${ROOT}functions`, {
    // The bundle decides: a change elsewhere in the folder deploys nothing.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('unused'),
      // Tells the bundles of one source folder apart.
      command: [entry],
      local: {
        tryBundle(outputFolder) {
          buildSync({
            ...BUNDLING,
            mainFields: [...BUNDLING.mainFields],
            entryPoints: [`${ROOT}${entry}`],
            outfile: `${outputFolder}/index.mjs`,
          });
          return true;
        },
      },
    },
  });
}

/** Also what the sizes of the bundles are measured with. */
export const BUNDLING = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  sourcemap: 'linked',
  sourcesContent: false,
  // The module builds of the dependencies are smaller; some have only the other kind, which asks for node's modules when
  // it starts.
  mainFields: ['module', 'main'],
  // The chain of providers that it stands for is a sixth of a bundle.
  alias: { '@aws-sdk/credential-provider-node': `${ROOT}shared/adapters/aws/function-credentials.ts` },
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
} as const;

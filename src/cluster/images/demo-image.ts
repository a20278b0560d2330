import { webServerImage } from './web-server-image.ts';

/** What a new cluster can run without internet, to have something to look at. */
export const demoImageReference = 'localhost/kubets-demo:1';

export const demoImage = (): Promise<Uint8Array> =>
  webServerImage({
    reference: demoImageReference,
    page: `<!doctype html>
<html lang="en">
<title>kubets</title>
<style>body { font: 1.2rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>It works</h1>
<p>This page comes from a container in a pod, behind a service, in a cluster that kubets runs.</p>
</html>
`,
  });

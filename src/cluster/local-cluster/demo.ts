import { systemClock } from '../../base/clock.ts';
import { createClient } from '../../client/create-client.ts';
import { httpTransport } from '../../client/http/http-transport.ts';
import { clusterAccess } from '../../client/kubeconfig/access.ts';
import { loadKubeconfigFile } from '../../client/kubeconfig/load.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { ApiError } from '../../model/errors.ts';
import { demoImage, demoImageReference as demoReference } from '../images/demo-image.ts';
import { loadImage } from '../local-node/load-image.ts';
import type { LocalNode } from '../local-node/local-node.ts';

export { demoReference };

/** Puts the image of the demo on every node, so that it runs without internet. */
export async function loadDemoImage(nodes: readonly LocalNode[]): Promise<void> {
  const image = await demoImage();
  await Promise.all(nodes.map((node) => loadImage(node, image)));
}

const labels = { app: 'hello' };

/** A deployment of the demo's image with a service in front, as an administrator makes them. */
export async function deployDemo(kubeconfigPath: string, context: string): Promise<void> {
  const access = await clusterAccess(await loadKubeconfigFile(kubeconfigPath), { context });
  await using transport = httpTransport({ access, clock: systemClock });
  const client = createClient({ transport, userAgent: 'kubets', clock: systemClock });
  await client
    .create(Deployment, {
      metadata: { name: 'hello', namespace: 'default' },
      spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'hello', image: demoReference, ports: [{ containerPort: 80 }] }] } },
      },
    })
    .catch(ifThere);
  await client
    .create(Service, {
      metadata: { name: 'hello', namespace: 'default' },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: 80 }] },
    })
    .catch(ifThere);
}

function ifThere(error: unknown): void {
  if (!ApiError.is(error, 'AlreadyExists')) throw error;
}

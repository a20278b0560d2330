import { test } from 'node:test';
import { ValidatingAdmissionPolicy } from '../../kinds/admissionregistration/validating-admission-policy.ts';
import { eventually, runControllers } from '../testing/run-controllers.ts';

test('a policy says which generation was looked at', async () => {
  await using cluster = await runControllers();
  const { client } = cluster;
  const rules = (resources: string[]) => [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE' as const], resources }];
  const made = await client.create(ValidatingAdmissionPolicy, {
    metadata: { name: 'small' },
    spec: {
      matchConstraints: { resourceRules: rules(['deployments']) },
      validations: [{ expression: 'object.spec.replicas <= 5' }],
    },
  });
  const seen = await eventually(
    () => client.get(ValidatingAdmissionPolicy, made.metadata),
    ({ status }) => status.observedGeneration === 1,
  );
  await client.update(ValidatingAdmissionPolicy, {
    ...seen,
    spec: { ...seen.spec, matchConstraints: { resourceRules: rules(['deployments', 'statefulsets']) } },
  });
  await eventually(
    () => client.get(ValidatingAdmissionPolicy, made.metadata),
    ({ status }) => status.observedGeneration === 2,
  );
});

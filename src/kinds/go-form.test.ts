import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PodTemplateSpec } from './core/pod/template.ts';
import { goForm } from './go-form.ts';
import { LabelSelector } from '../model/meta.ts';
import { ResourceClaimTemplateSpec } from './resource/resource-claim-template.ts';

test('types of the API are shown as they are', () => {
  assert.deepEqual(goForm(LabelSelector, { matchLabels: { z: '1', a: '2' } }), { matchLabels: { a: '2', z: '1' } });
});

test('structures show all their fields by the names that they have inside', () => {
  assert.deepEqual(goForm(ResourceClaimTemplateSpec, { spec: { devices: {} } }), {
    Spec: { Devices: { Requests: null, Constraints: null, Config: null } },
  });
});

test('metadata of templates stands among their other fields', () => {
  const template = goForm(PodTemplateSpec, { metadata: { labels: { z: '1', a: '2' } }, spec: { containers: [] } });
  assert.match(JSON.stringify(template), /^\{"labels":\{"a":"2","z":"1"\},"Spec":\{"Volumes":null,/);
});

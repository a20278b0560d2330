import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rewrittenLink } from './rewrite.ts';

const prefix = '/api/v1/namespaces/a/services/web/proxy';
const proxied = { prefix, hosts: ['10.0.0.7:80', 'localhost:8001'] };

const cases: readonly [link: string, rewritten: string][] = [
  ['/', `${prefix}/`],
  ['/page?a=b#c', `${prefix}/page?a=b#c`],
  ['http://10.0.0.7:80/page', `${prefix}/page`],
  ['http://localhost:8001/page/', `${prefix}/page/`],
  ['//10.0.0.7:80/page', `${prefix}/page`],
  [`${prefix}/page`, `${prefix}/page`],
  [`http://localhost:8001${prefix}/page`, `${prefix}/page`],
  [`${prefix}-other/page`, `${prefix}${prefix}-other/page`],
  ['page', 'page'],
  ['../page', '../page'],
  ['#top', '#top'],
  ['?page=2', '?page=2'],
  ['', ''],
  ['http://example.com/page', 'http://example.com/page'],
  ['https://10.0.0.7/page', 'https://10.0.0.7/page'],
  ['mailto:someone@example.com', 'mailto:someone@example.com'],
  ['javascript:void(0)', 'javascript:void(0)'],
  ['data:,x', 'data:,x'],
];
for (const [link, rewritten] of cases)
  test(`${JSON.stringify(link)} becomes ${rewritten}`, () => assert.equal(rewrittenLink(link, proxied), rewritten));

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSemanticVersions, parseSemanticVersion } from './semantic-version.ts';

/** From the least to the greatest, after semver.org section 11. */
const ascending = [
  '0.0.0',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.9.0',
  '1.10.0',
  '2.0.0',
];

test('versions are in order', () => {
  const versions = ascending.map((text) => parseSemanticVersion(text) ?? assert.fail(text));
  for (const [at, version] of versions.entries()) {
    for (const [other, against] of versions.entries()) {
      assert.equal(compareSemanticVersions(version, against), Math.sign(at - other), `${ascending[at]} and ${ascending[other]}`);
    }
  }
});

test('what a version is built of does not count', () => {
  const [a, b] = [parseSemanticVersion('1.2.3+a'), parseSemanticVersion('1.2.3+b.1')];
  assert.equal(a && b && compareSemanticVersions(a, b), 0);
});

for (const text of ['', '1', '1.2', 'v1.2.3', '1.2.3-', '01.2.3', '1.2.3-01', '1.2.3+', '1.2.3.4']) {
  test(`${JSON.stringify(text)} is no version`, () => {
    assert.equal(parseSemanticVersion(text), undefined);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../testing/judge.ts';
import { CertificateSigningRequest } from './certificate-signing-request.ts';

const pem = `-----BEGIN CERTIFICATE REQUEST-----
MIHIMHACAQAwDjEMMAoGA1UEAwwDd2ViMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAE2FMxIeRQ6MuguPI3FZRA8O0ecKYhpgotETpKaNYMQS4MiaCrFNnKYq+oEWdB
yFdkitfhiEYIEZLVy8+WOjO4haAAMAoGCCqGSM49BAMCA0gAMEUCIQDLeFSctVJL
CbH2HYxBHLomF4I3qe1ueOzOetkgSWRMIgIgYJssPcRylDY/0QIOm5QopLatkzIs
CWHuGUpDzroTVVs=
-----END CERTIFICATE REQUEST-----
`;
const request = (spec: object): object => ({
  metadata: { name: 'Any:Name' },
  spec: { request: Buffer.from(pem).toString('base64'), signerName: 'example.com/web', usages: ['client auth'], ...spec },
});

const refused: readonly (readonly [what: string, object: object, problems: readonly string[]])[] = [
  ['asks a signer with its own key', request({}), []],
  [
    'is signed with its own key',
    request({ request: Buffer.from(pem.replace('A1UEAwwDd2Vi', 'A1UEAwwDd2VA')).toString('base64') }),
    [
      'spec.request: Invalid value: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISU1IQUNBUUF3RGpFTU1Bb0dBMVVFQXd3RGQyVkFNRmt3RXdZSEtvWkl6ajBDQVFZSUtvWkl6ajBEQVFjRApRZ0FFMkZNeEllUlE2TXVndVBJM0ZaUkE4TzBlY0tZaHBnb3RFVHBLYU5ZTVFTNE1pYUNyRk5uS1lxK29FV2RCCnlGZGtpdGZoaUVZSUVaTFZ5OCtXT2pPNGhhQUFNQW9HQ0NxR1NNNDlCQU1DQTBnQU1FVUNJUURMZUZTY3RWSkwKQ2JIMkhZeEJITG9tRjRJM3FlMXVlT3pPZXRrZ1NXUk1JZ0lnWUpzc1BjUnlsRFkvMFFJT201UW9wTGF0a3pJcwpDV0h1R1VwRHpyb1RWVnM9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=": x509: ECDSA verification failure',
    ],
  ],
  [
    'is a request',
    request({ request: Buffer.from('x').toString('base64') }),
    ['spec.request: Invalid value: "eA==": PEM block type must be CERTIFICATE REQUEST'],
  ],
  [
    'is for usages there are',
    request({ usages: ['client auth', 'client auth', 'world domination'] }),
    [
      'spec.usages[2]: Unsupported value: "world domination": supported values: "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping"',
      'spec.usages[1]: Duplicate value: "client auth"',
    ],
  ],
  [
    'asks a signer with a name',
    request({ signerName: 'web' }),
    ['spec.signerName: Invalid value: "web": must be a fully qualified domain and path of the form \'example.com/signer-name\''],
  ],
  [
    'asks a signer of a domain',
    request({ signerName: 'web/A b' }),
    [
      'spec.signerName: Invalid value: "web": should be a domain with at least two segments separated by dots',
      "spec.signerName: Invalid value: \"A b\": validating label \"A b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'asks for ten minutes at least',
    request({ expirationSeconds: 60 }),
    ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)'],
  ],
];

for (const [what, object, problems] of refused) {
  test(`CertificateSigningRequest: ${what}`, () => {
    assert.deepEqual(problemsOf(CertificateSigningRequest, object), problems);
  });
}

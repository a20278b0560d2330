import type { Field, FieldErrors } from '../../model/field.ts';
import { describeListDifference } from '../go-form.ts';
import { isSame } from '../same.ts';
import { certificateRequestProblem } from './certificate-request.ts';
import {
  CertificateSigningRequestCondition,
  type CertificateSigningRequest,
  type CertificateSigningRequestSpec,
} from './certificate-signing-request.ts';
import { issuedCertificateProblem } from './issued-certificate.ts';
import { keyUsages } from './key-usages.ts';
import { validateSignerName } from './signer-name.ts';

const shortestSeconds = 600;

export function* validateRequestSpec(spec: Readonly<CertificateSigningRequestSpec>, field: Field): FieldErrors {
  const { request, usages = [], signerName, expirationSeconds } = spec;
  const problem = certificateRequestProblem(request);
  if (problem) yield field.at('request').invalid(request, problem);
  if (usages.length === 0) yield field.at('usages').required();
  for (const [index, usage] of usages.entries()) {
    if (!keyUsages.includes(usage)) yield field.at('usages', index).notSupported(usage, keyUsages);
  }
  for (const [index, usage] of usages.entries()) if (usages.indexOf(usage) < index) yield field.at('usages', index).duplicate(usage);
  if (signerName === 'kubernetes.io/legacy-unknown') {
    yield field.at('signerName').invalid(signerName, 'the legacy signerName is not allowed via this API version');
  } else {
    yield* validateSignerName(signerName, field.at('signerName'));
  }
  if (expirationSeconds !== undefined && expirationSeconds < shortestSeconds) {
    yield field.at('expirationSeconds').invalid(expirationSeconds, 'may not specify a duration less than 600 seconds (10 minutes)');
  }
}

/** Verdicts that stand once they are given. */
const verdicts = ['Approved', 'Denied'] as const;
const lasting = [...verdicts, 'Failed'] as const;

type Request = Readonly<CertificateSigningRequest>;

export interface Permissions {
  readonly mayJudge?: boolean;
  readonly mayIssue?: boolean;
}

/** Each part of the status has its own writer: who approves does not issue. */
export function* validateRequestUpdate(next: Request, previous: Request, permissions: Permissions, field: Field): FieldErrors {
  const conditions = field.at('status', 'conditions');
  yield* validateConditions(next, conditions);
  const { certificate = '' } = next.status;
  const before = previous.status.certificate ?? '';
  const problem = certificate === before ? undefined : issuedCertificateProblem(certificate);
  const at = field.at('status', 'certificate');
  if (problem) yield at.invalid('<certificate data>', problem);
  for (const type of lasting) {
    if (ofType(next, type).length < ofType(previous, type).length) {
      yield conditions.forbidden(`updates may not remove a condition of type "${type}"`);
    }
  }
  if (!permissions.mayJudge) for (const type of verdicts) yield* validateVerdictKept(next, previous, type, conditions);
  if (certificate === before) return;
  if (!permissions.mayIssue) yield at.forbidden('updates may not set certificate content');
  else if (before) yield at.forbidden('updates may not modify existing certificate content');
}

function* validateVerdictKept(next: Request, previous: Request, type: string, field: Field): FieldErrors {
  const [now, before] = [ofType(next, type), ofType(previous, type)];
  if (now.length > before.length) yield field.forbidden(`updates may not add a condition of type "${type}"`);
  const isKept = now.every((condition, index) => isSame(CertificateSigningRequestCondition, condition, before[index]));
  if (now.length !== before.length || isKept) return;
  const difference = describeListDifference(CertificateSigningRequestCondition, before, now);
  yield field.forbidden(`updates may not modify a condition of type "${type}"\n${difference}`);
}

const ofType = ({ status }: Request, wanted: string): CertificateSigningRequestCondition[] =>
  (status.conditions ?? []).filter(({ type }) => type === wanted);

function* validateConditions({ status: { conditions = [] } }: Request, field: Field): FieldErrors {
  const seen = new Set<string>();
  for (const [index, { type, status }] of conditions.entries()) {
    const at = field.at(index);
    if (!type) yield at.at('type').required();
    const statuses = lasting.some((each) => each === type) ? ['True'] : ['False', 'True', 'Unknown'];
    if (!status) yield at.at('status').required();
    else if (!statuses.includes(status)) yield at.at('status').notSupported(status, statuses);
    const other = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined;
    if (other && seen.has(other)) yield field.invalid(type, 'Approved and Denied conditions are mutually exclusive');
    if (seen.has(type)) yield at.at('type').duplicate(type);
    seen.add(type);
  }
}

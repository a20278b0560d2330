import type { CertificateSigningRequest } from '../../kinds/certificates/certificate-signing-request.ts';

type Condition = 'Approved' | 'Denied' | 'Failed';

export const conditionOf = ({ status }: CertificateSigningRequest, type: Condition) =>
  status.conditions?.find((condition) => condition.type === type);

export const isDecided = (asked: CertificateSigningRequest): boolean =>
  conditionOf(asked, 'Approved') !== undefined || conditionOf(asked, 'Denied') !== undefined;

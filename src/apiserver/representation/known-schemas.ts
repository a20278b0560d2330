import { RangeAllocation } from '../allocation/range-allocation.ts';
import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { Scale } from '../../kinds/autoscaling/scale.ts';
import { builtInKinds } from '../../kinds/index.ts';
import { Eviction } from '../../kinds/policy/eviction.ts';
import { APIGroup, APIGroupList, APIResourceList, APIVersions } from '../../model/discovery.ts';
import { apiVersionOf } from '../../model/kind.ts';
import { ListMeta, ObjectMeta, Status } from '../../model/meta.ts';
import { always, defineType, list, object, type ObjectSchema } from '../../model/schema.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const PartialObjectMetadata = defineType(`${meta}.PartialObjectMetadata`, 'An object of which only the metadata is shown.', {
  metadata: object(1, ObjectMeta, 'Metadata of the object.'),
});

const PartialObjectMetadataList = defineType(
  `${meta}.PartialObjectMetadataList`,
  'A list of objects of which only the metadata are shown.',
  {
    metadata: always(object(1, ListMeta, 'Version of the list, and how to go on.')),
    items: list(2, PartialObjectMetadata, 'Metadata of each object.'),
  },
);

/** The fields are the same, but they are numbered otherwise. */
const OldPartialObjectMetadataList = defineType(
  'io.k8s.apimachinery.pkg.apis.meta.v1beta1.PartialObjectMetadataList',
  'A list of objects of which only the metadata are shown.',
  {
    metadata: always(object(2, ListMeta, 'Version of the list, and how to go on.')),
    items: list(1, PartialObjectMetadata, 'Metadata of each object.'),
  },
);

const schemas = new Map<string, ObjectSchema>([
  ...[...builtInKinds, Scale, Eviction, TokenRequest].map((kind) => [`${apiVersionOf(kind)} ${kind.kind}`, kind.schema] as const),
  ['v1 Status', Status],
  ['v1 RangeAllocation', RangeAllocation],
  ['v1 APIGroupList', APIGroupList],
  ['v1 APIGroup', APIGroup],
  ['v1 APIResourceList', APIResourceList],
  // The oldest documents do not say what version they are of.
  [' APIVersions', APIVersions],
  [' APIGroup', APIGroup],
  [' APIResourceList', APIResourceList],
  ['meta.k8s.io/v1 PartialObjectMetadata', PartialObjectMetadata],
  ['meta.k8s.io/v1 PartialObjectMetadataList', PartialObjectMetadataList],
  ['meta.k8s.io/v1beta1 PartialObjectMetadata', PartialObjectMetadata],
  ['meta.k8s.io/v1beta1 PartialObjectMetadataList', OldPartialObjectMetadataList],
]);

/** The shape of an answer, by what it says it is; none for custom resources, which have no binary form. */
export const schemaOf = (apiVersion: string, kind: string): ObjectSchema | undefined => schemas.get(`${apiVersion} ${kind}`);

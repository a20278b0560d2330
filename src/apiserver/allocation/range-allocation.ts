import { ObjectMeta } from '../../model/meta.ts';
import { bytes, defineType, object, string, type Infer } from '../../model/schema.ts';

/** What is taken of a range, as upstream keeps it beside the objects; no resource of the API. */
export const RangeAllocation = defineType('io.k8s.api.core.v1.RangeAllocation', 'What is taken of a range of numbers.', {
  metadata: object(1, ObjectMeta, 'Metadata, which is empty.'),
  range: string(2, 'The range, such as `30000-32767`.'),
  data: bytes(3, 'A bit for each number of the range that is taken, in one number without zeros in front.'),
});
export type RangeAllocation = Infer<typeof RangeAllocation>;

import { encodeMessage, encodeProtobuf, encodeProtobufList } from '../../model/codec/protobuf.ts';
import { encodeWatchFrame } from '../../model/codec/protobuf/watch-frame.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { ListBody, WatchEvent } from '../../model/request.ts';
import type { ObjectSchema } from '../../model/schema.ts';
import type { StoredObject } from '../../model/stored-object.ts';
import { schemaOf } from './known-schemas.ts';

type TypeMeta = Partial<Pick<KubeObject, 'apiVersion'>> & Pick<KubeObject, 'kind'>;
/** What holds an object: stored objects, which many readers share, and answers made for one. */
type Holder = { readonly object: unknown };

const listSuffix = 'List';

/** Each version of an object is encoded once, however many lists and watches it goes to. */
const messages = new WeakMap<StoredObject, Uint8Array>();
const envelopes = new WeakMap<Holder, Uint8Array>();
const frames = new WeakMap<WatchEvent, Uint8Array>();

/** Undefined for what has no such form. */
export function protobufObject(holder: Holder): Uint8Array | undefined {
  const known = envelopes.get(holder);
  if (known) return known;
  // Whatever the API answers with as an object says what it is.
  const object = holder.object as TypeMeta;
  const { apiVersion = '', kind } = object;
  const schema = schemaOf(apiVersion, kind);
  if (!schema) return undefined;
  const envelope = encodeProtobuf(schema, object, { apiVersion, kind });
  envelopes.set(holder, envelope);
  return envelope;
}

export function protobufList({ apiVersion, kind, metadata, items }: ListBody): Uint8Array | undefined {
  const schema = schemaOf(apiVersion, kind.slice(0, -listSuffix.length));
  if (!schema) return undefined;
  return encodeProtobufList(
    items.map((item) => messageOf(item, schema)),
    metadata,
    { apiVersion, kind },
  );
}

function messageOf(item: StoredObject, schema: ObjectSchema): Uint8Array {
  let message = messages.get(item);
  if (!message) {
    message = encodeMessage(schema, item.object);
    messages.set(item, message);
  }
  return message;
}

export function protobufEvent(event: WatchEvent): Uint8Array | undefined {
  const known = frames.get(event);
  if (known) return known;
  const envelope = protobufObject(event.object);
  if (!envelope) return undefined;
  const frame = encodeWatchFrame(event.type, envelope);
  frames.set(event, frame);
  return frame;
}

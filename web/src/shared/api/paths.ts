/** The routes as the server describes them, without the prefix that the client adds. */
import type { paths as Described } from './schema';

type Short<P> = P extends `/api/v1${infer Rest}` ? Rest : never;
type Given = { [P in keyof Described as Short<P>]: Described[P] };

export type paths = {
  [P in keyof Given]: {
    // Methods that a path does not have are described as `never`.
    [M in keyof Given[P] as [NonNullable<Given[P][M]>] extends [never] ? never : M]: NonNullable<Given[P][M]>;
  };
};

/**
 * An answer as it really comes: the server sends `null` for what is absent and leaves no field out,
 * while the document can only say «may be missing or null».
 */
export type Whole<T> = T extends (infer I)[]
  ? Whole<I>[]
  : T extends object
    ? { [K in keyof T]-?: Whole<Exclude<T[K], undefined>> }
    : T;

import { type Kind, type Kinds, type Stored, linksOf } from "./account.kinds.ts";
import { SCHEMA } from "./account.schema.ts";

/** A stored object, and the word kept beside it: a payment's test card, an event's type, `deleted`. */
export interface Row<K extends Kind> {
  object: Kinds[K];
  tag: string | null;
}

/** The answer kept under an idempotency key. */
export type KeptAnswer = {
  idempotency_key: string;
  endpoint: string;
  params: string;
  request_id: string;
  status: number;
  body: string;
};

/** Objects and kept answers of the one account. Every method is synchronous. */
export class AccountStore {
  readonly sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.sql = sql;
    sql.exec(SCHEMA);
  }

  find<K extends Kind>(kind: K, id: string): Row<K> | undefined {
    const query = "SELECT body, tag FROM objects WHERE id = ? AND kind = ?";
    const [row] = this.sql.exec<{ body: string; tag: string | null }>(query, id, kind);
    return row === undefined ? undefined : { object: parseStored<K>(row.body), tag: row.tag };
  }

  put(object: Stored, tag: string | null): void {
    const links = linksOf(object);
    this.sql.exec(
      `INSERT INTO objects (id, kind, created, tag, payment_intent, charge, customer, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET tag = excluded.tag, customer = excluded.customer, body = excluded.body`,
      object.id,
      object.object,
      object.created,
      tag,
      links.payment_intent,
      links.charge,
      links.customer,
      JSON.stringify(object),
    );
  }

  keptAnswer(key: string): KeptAnswer | undefined {
    const [row] = this.sql.exec<KeptAnswer>("SELECT * FROM answers WHERE idempotency_key = ?", key);
    return row;
  }

  keepAnswer(kept: KeptAnswer): void {
    this.sql.exec(
      `INSERT INTO answers (idempotency_key, endpoint, params, request_id, status, body) VALUES (?, ?, ?, ?, ?, ?)`,
      kept.idempotency_key,
      kept.endpoint,
      kept.params,
      kept.request_id,
      kept.status,
      kept.body,
    );
  }
}

/** Reads a body back. Only `put` writes bodies, each under the kind of its own object. */
export function parseStored<K extends Kind>(body: string): Kinds[K] {
  return JSON.parse(body) as Kinds[K];
}

import type { Meter, MeteredBinding } from "./meter.ts";
import { MeteredD1 } from "./metered-d1.ts";

type Wrap = (target: object, binding: MeteredBinding, meter: Meter) => object;

const WRAPS: Readonly<Record<string, Wrap>> = {
  DB: (target, binding, meter) => new MeteredD1(target as D1Database, binding, meter),
  SEARCH_DB: (target, binding, meter) => new MeteredD1(target as D1Database, binding, meter),
  CATALOG_CACHE: metered,
  MEDIA: metered,
  BACKUPS: metered,
  EVENTS: metered,
  WEBHOOKS: metered,
  EMAIL: metered,
  CART: meteredObjects,
  THROTTLE: meteredObjects,
};

const ORIGINAL = Symbol("original");
const VIEW = Symbol("view");

interface View {
  [VIEW]: { meter: Meter | undefined; made: Record<string, object> };
}

/** The environment behind a measured view; one that is not measured itself. */
export function originalEnv(env: Env): Env {
  return (env as Env & { [ORIGINAL]?: Env })[ORIGINAL] ?? env;
}

const views = new WeakMap<object, new () => View>();

/** The same environment, whose bindings report to the meter. What they promise does not change. */
export function meteredEnv(env: Env, meter: Meter): Env {
  let known = views.get(env);
  if (!known) views.set(env, (known = viewOf(env)));
  const view = new known();
  view[VIEW].meter = meter;
  return view as unknown as Env;
}

/** One class an environment, as it makes a view with every request. */
function viewOf(env: Env): new () => View {
  class EnvView implements View {
    // Defined, not set: an environment may be a proxy that would take what is set.
    [VIEW]: View[typeof VIEW] = { meter: undefined, made: {} };
  }
  Object.setPrototypeOf(EnvView.prototype, env);
  Object.defineProperty(EnvView.prototype, ORIGINAL, { value: env });
  for (const [name, wrap] of Object.entries(WRAPS)) {
    const target = (env as unknown as Record<string, object | undefined>)[name];
    if (!target) continue;
    Object.defineProperty(EnvView.prototype, name, {
      get(this: Partial<View>) {
        const own = this[VIEW];
        return own?.meter ? (own.made[name] ??= wrap(target, name as MeteredBinding, own.meter)) : target;
      },
    });
  }
  return EnvView;
}

type Method = (...parameters: unknown[]) => unknown;

/** Measures each method whose result has to be waited for. Methods may be remote ones: they are called on what they belong to. */
function metered(target: object, binding: MeteredBinding, meter: Meter): object {
  return intercepted(target, (name, result) =>
    isThenable(result) ? meter.track(binding, name, result) : result,
  );
}

/** Measures the methods of the objects that a namespace gives. */
function meteredObjects(target: object, binding: MeteredBinding, meter: Meter): object {
  return intercepted(target, (name, result) =>
    name === "getByName" || name === "get" ? metered(result as object, binding, meter) : result,
  );
}

function intercepted(target: object, answer: (name: string, result: unknown) => unknown): object {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function" || typeof property === "symbol" || property === "then") return value;
      return (...parameters: unknown[]) =>
        answer(property, (object as Record<string, Method>)[property]?.(...parameters));
    },
  });
}

/** The promise of a remote method may be a function, too. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof (value as { then?: unknown }).then === "function";
}

/** A life cycle as data: action -> from which states it leads where. */
export type Machine<State extends string, Action extends string> = Readonly<
  Record<Action, { readonly from: readonly State[]; readonly to: State }>
>;

/** Whether the machine has a step for the action in this state. */
export function allows<State extends string, Action extends string>(
  machine: Machine<State, Action>,
  state: State,
  action: Action,
): boolean {
  return machine[action].from.includes(state);
}

/** Why the machine refuses the action in this state, for people. */
export function refusalOf<State extends string, Action extends string>(
  machine: Machine<State, Action>,
  state: State,
  action: Action,
): string {
  return `needs ${machine[action].from.join(" or ")}, is ${state}`;
}

/** An action as a resource with a life cycle offers it. */
export interface OfferedTransition {
  action: string;
  allowed: boolean;
  /** Why not. */
  reason?: string;
}

/**
 * What can be done with something in this state, for `allowed_transitions`. `guards` name what else stands in the way of an action
 * that the machine allows: a reason, or undefined when nothing does.
 */
export function offeredTransitions<State extends string, Action extends string>(
  machine: Machine<State, Action>,
  state: State,
  offered: readonly Action[],
  guards: Partial<Record<Action, () => string | undefined>> = {},
): OfferedTransition[] {
  return offered.map((action) => {
    const reason = allows(machine, state, action) ? guards[action]?.() : refusalOf(machine, state, action);
    return reason === undefined ? { action, allowed: true } : { action, allowed: false, reason };
  });
}

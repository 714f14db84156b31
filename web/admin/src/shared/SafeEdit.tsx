import { Fragment, useState } from "react";
import {
  type DataProvider,
  Edit,
  type EditProps,
  type RaRecord,
  type RedirectionSideEffect,
  useDataProvider,
  useNotify,
  useRedirect,
  useRefresh,
  useResourceContext,
} from "react-admin";
import { apiOf } from "../api/resources.ts";
import { changedFields, type Fields } from "./changes.ts";
import { useConflict } from "./use-conflict.tsx";
import { useProblemNotice } from "./use-problem-notice.ts";

interface Props extends Omit<EditProps, "mutationMode" | "mutationOptions" | "transform" | "render"> {
  /** The record, or what the form made of it, as the API takes it (default: as it is). Needed where a change is a PUT of everything. */
  toInput?: (record: Fields) => Fields;
  /** What fields are called when somebody else changed them, too. */
  labels?: Record<string, string>;
  /** What to say when it is saved. */
  saved?: string;
}

/**
 * react-admin's Edit for the API: sends what was changed only (PATCH; everything where the resource takes PUT), says what the API says,
 * puts 422 at its fields, and when somebody else was faster shows the conflict. Stays on the page unless `redirect` says otherwise.
 */
export function SafeEdit({
  toInput = asItIs,
  labels,
  saved = "Saved.",
  redirect = false,
  children,
  ...props
}: Props) {
  const resource = useResourceContext(props) ?? "";
  const [generation, setGeneration] = useState(0);
  const conflict = useConflict(labels);
  const dataProvider = useDataProvider<DataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const goTo = useRedirect();
  const tellProblem = useProblemNotice();
  const isWhole = (apiOf(resource) as { update?: string }).update === "PUT";
  const bodyOf = (before: Fields, after: Fields) => (isWhole ? after : changedFields(before, after));

  const onSuccess = (record: RaRecord) => {
    notify(saved, { type: "success" });
    if (redirect) goTo(redirect as RedirectionSideEffect, resource, record.id, record);
  };
  const onError = (error: unknown, { id, data, previousData }: Variables) => {
    const base = toInput(previousData ?? {});
    const mine = { ...base, ...data };
    const isShown = conflict.handle(error, {
      base,
      mine,
      read: async () => (await dataProvider.getOne<RaRecord>(resource, { id })).data,
      async save(changes, newest) {
        const theirs = toInput(newest);
        const answer = await dataProvider.update<RaRecord>(resource, {
          id,
          data: bodyOf(theirs, { ...theirs, ...changes }),
          previousData: newest as RaRecord,
        });
        refresh();
        setGeneration((number) => number + 1);
        onSuccess(answer.data);
      },
      take() {
        refresh();
        setGeneration((number) => number + 1);
      },
    });
    if (!isShown) tellProblem(error);
  };

  return (
    <>
      <Edit
        {...props}
        redirect={false}
        mutationMode="pessimistic"
        mutationOptions={{ onSuccess, onError: onError as never }}
        transform={(data: Fields, options?: { previousData: Fields }) =>
          bodyOf(toInput(options?.previousData ?? {}), toInput(data))
        }
      >
        {/* Another form: what was typed into the one before is gone with it. */}
        <Fragment key={generation}>{children}</Fragment>
      </Edit>
      {conflict.dialog}
    </>
  );
}

interface Variables {
  id: string;
  data: Fields;
  previousData?: Fields;
}

function asItIs(record: Fields): Fields {
  return record;
}

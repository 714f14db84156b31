import { Create, SimpleForm, useNotify, useRedirect } from "react-admin";
import { useProblemNotice } from "../../shared/use-problem-notice.ts";
import { LocationFields } from "./LocationFields.tsx";

/** A new place for stock. */
export default function LocationCreate() {
  const notify = useNotify();
  const redirect = useRedirect();
  const tellProblem = useProblemNotice();
  const onSuccess = () => {
    notify("The location is created.", { type: "success" });
    redirect("list", "locations");
  };
  return (
    <Create title="New location" mutationOptions={{ onSuccess, onError: tellProblem }} sx={{ maxWidth: 640 }}>
      <SimpleForm defaultValues={{ priority: 0, active: true }}>
        <LocationFields isMain={false} />
      </SimpleForm>
    </Create>
  );
}

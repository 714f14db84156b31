import { Typography } from "@mui/material";
import {
  BooleanInput,
  FormDataConsumer,
  maxLength,
  maxValue,
  minValue,
  NumberInput,
  required,
  TextInput,
} from "react-admin";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { type Flag, FLAG_LABELS, flagVersions, type FlagValue, setFlag, valueOf } from "./flag.ts";
import { MaintenanceConsent } from "./MaintenanceConsent.tsx";

interface Values extends Omit<FlagValue, "reason"> {
  reason: string | null;
}

/** Sets a flag, with the reason for the log. */
export function FlagDialog({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  const isRollout = flag.kind === "rollout";
  return (
    <FormDialog<Values>
      title={`Set ${flag.name}`}
      submitLabel="Set flag"
      done="The flag is set. All servers heed it within about a minute."
      defaults={{ ...valueOf(flag), percentage: flag.percentage, reason: null }}
      labels={FLAG_LABELS}
      versions={(values) => flagVersions(flag, toValue(flag, values))}
      onClose={onClose}
      onSubmit={(values) => setFlag(flag.name, toValue(flag, values), flag)}
    >
      <Typography variant="body2" color="text.secondary">
        {flag.description}
      </Typography>
      <BooleanInput source="enabled" label="On" helperText={false} />
      {isRollout && (
        <NumberInput
          source="percentage"
          label="For how many percent"
          min={0}
          max={100}
          validate={[required(), minValue(0), maxValue(100)]}
          helperText="The same ones always get the same answer, and keep it when the number grows."
        />
      )}
      <TextInput
        source="message"
        label="Message"
        validate={maxLength(300)}
        helperText="Told to those who are refused because of it"
      />
      <NumberInput
        source="retry_after"
        label="They may try again after (seconds)"
        min={1}
        max={86_400}
        helperText={false}
      />
      <TextInput
        source="reason"
        label="Reason"
        validate={[required(), maxLength(500)]}
        helperText="For other staff, and the audit log"
      />
      <FormDataConsumer<Values>>
        {({ formData }) =>
          flag.name === "maintenance" && formData.enabled && !flag.enabled && <MaintenanceConsent />
        }
      </FormDataConsumer>
    </FormDialog>
  );
}

function toValue(flag: Flag, { enabled, percentage, message, retry_after, reason }: Values): FlagValue {
  return {
    enabled,
    percentage: flag.kind === "rollout" ? percentage : flag.percentage,
    message: message ?? null,
    retry_after: retry_after ?? null,
    reason: reason ?? "",
  };
}

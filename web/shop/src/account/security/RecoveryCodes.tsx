import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";

/** The recovery codes, which are shown only this once. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Notice tone="success" title="Keep these recovery codes.">
      <p>Each opens your account once when your app is lost. They are not shown again.</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onClose}>
        I have kept them
      </Button>
    </Notice>
  );
}

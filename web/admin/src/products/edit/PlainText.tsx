import { TextInput, type TextInputProps } from "react-admin";

/** A text of the product's form: emptied it is "", not null. */
export function PlainText({ helperText = false, ...props }: TextInputProps) {
  return <TextInput parse={asItIs} helperText={helperText} {...props} />;
}

function asItIs(text: string): string {
  return text;
}

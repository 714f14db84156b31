import { Component, type ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";

/** When a page fails to draw itself, the shop's frame stays and says so; the next page is drawn again. */
export function CrashGuard({ children }: { children: ComponentChildren }) {
  const { url } = useLocation();
  return <Guard url={url}>{children}</Guard>;
}

interface GuardProps {
  url: string;
  children: ComponentChildren;
}

class Guard extends Component<GuardProps, { failedAt?: string }> {
  override state: { failedAt?: string } = {};

  override componentDidCatch(error: unknown): void {
    reportError(error);
    this.setState({ failedAt: this.props.url });
  }

  override render() {
    if (this.state.failedAt !== this.props.url) return this.props.children;
    return (
      <div class="page">
        <Notice tone="error" title="This page could not be shown.">
          <p>Loading it again often helps. What is in your cart is kept.</p>
          <Button size="small" onClick={() => location.reload()}>
            Load again
          </Button>
        </Notice>
      </div>
    );
  }
}

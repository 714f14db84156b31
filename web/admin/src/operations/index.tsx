import AuditIcon from "@mui/icons-material/FactCheckOutlined";
import BackupIcon from "@mui/icons-material/BackupOutlined";
import CheckIcon from "@mui/icons-material/HealthAndSafetyOutlined";
import DeadLetterIcon from "@mui/icons-material/ReportOutlined";
import DeliveryIcon from "@mui/icons-material/OutboxOutlined";
import EventIcon from "@mui/icons-material/BoltOutlined";
import JobIcon from "@mui/icons-material/ScheduleOutlined";
import MailIcon from "@mui/icons-material/MailOutline";
import SuppressionIcon from "@mui/icons-material/UnsubscribeOutlined";
import WebhookIcon from "@mui/icons-material/WebhookOutlined";
import { lazy } from "react";
import type { Area } from "../shared/area.ts";

const MailList = lazy(() => import("./mails/MailList.tsx"));
const MailPage = lazy(() => import("./mails/MailPage.tsx"));
const SuppressionList = lazy(() => import("./suppressions/SuppressionList.tsx"));
const EndpointList = lazy(() => import("./webhooks/EndpointList.tsx"));
const EndpointPage = lazy(() => import("./webhooks/EndpointPage.tsx"));
const DeliveryList = lazy(() => import("./deliveries/DeliveryList.tsx"));
const DeliveryPage = lazy(() => import("./deliveries/DeliveryPage.tsx"));
const DeadLetterList = lazy(() => import("./dead-letters/DeadLetterList.tsx"));
const DeadLetterPage = lazy(() => import("./dead-letters/DeadLetterPage.tsx"));
const JobList = lazy(() => import("./jobs/JobList.tsx"));
const JobPage = lazy(() => import("./jobs/JobPage.tsx"));
const BackupList = lazy(() => import("./backups/BackupList.tsx"));
const BackupPage = lazy(() => import("./backups/BackupPage.tsx"));
const AuditList = lazy(() => import("./audit/AuditList.tsx"));
const AuditPage = lazy(() => import("./audit/AuditPage.tsx"));
const EventsPage = lazy(() => import("./events/EventsPage.tsx"));
const ChecksPage = lazy(() => import("./checks/ChecksPage.tsx"));

/** What keeps the shop running, and what it tells others. */
export const operations: Area = {
  label: "Operations",
  resources: [
    { name: "mails", icon: MailIcon, list: MailList, show: MailPage, options: { label: "Mails" } },
    {
      name: "suppressions",
      icon: SuppressionIcon,
      list: SuppressionList,
      options: { label: "Mail suppressions" },
    },
    {
      name: "webhook-endpoints",
      icon: WebhookIcon,
      list: EndpointList,
      show: EndpointPage,
      options: { label: "Webhooks" },
    },
    {
      name: "webhook-deliveries",
      icon: DeliveryIcon,
      list: DeliveryList,
      show: DeliveryPage,
      options: { label: "Webhook deliveries" },
    },
    {
      name: "dead-letters",
      icon: DeadLetterIcon,
      list: DeadLetterList,
      show: DeadLetterPage,
      options: { label: "Dead letters" },
    },
    { name: "jobs", icon: JobIcon, list: JobList, show: JobPage, options: { label: "Scheduled jobs" } },
    { name: "backups", icon: BackupIcon, list: BackupList, show: BackupPage, options: { label: "Backups" } },
    { name: "audit", icon: AuditIcon, list: AuditList, show: AuditPage, options: { label: "Audit log" } },
  ],
  pages: [
    {
      path: "/events",
      label: "Events",
      icon: EventIcon,
      element: <EventsPage />,
      permission: "system:admin",
    },
    {
      path: "/checks",
      label: "Checks",
      icon: CheckIcon,
      element: <ChecksPage />,
      permission: "system:admin",
    },
  ],
};

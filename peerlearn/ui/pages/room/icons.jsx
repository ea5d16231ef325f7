/** The room's few icons, drawn for it: 24 by 24, in the colour of the text around them. */

function Icon({ off, children }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
      {off ? <path d="M4 4l16 16" /> : null}
    </svg>
  );
}

export function MicrophoneIcon({ off }) {
  return (
    <Icon off={off}>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M9 21h6" />
    </Icon>
  );
}

export function CameraIcon({ off }) {
  return (
    <Icon off={off}>
      <rect x="2.75" y="6.5" width="12.5" height="11" rx="2.75" />
      <path d="M15.25 10.75l5-2.75v8l-5-2.75" />
    </Icon>
  );
}

export function ScreenIcon({ off }) {
  return (
    <Icon off={off}>
      <rect x="2.75" y="4" width="18.5" height="12.5" rx="2.25" />
      <path d="M12 13.25v-6M9.25 9.75L12 7l2.75 2.75M8.5 20h7" />
    </Icon>
  );
}

export function PinIcon() {
  return (
    <Icon>
      <path d="M14.5 4h5.5v5.5M20 4l-6.5 6.5M9.5 20H4v-5.5M4 20l6.5-6.5" />
    </Icon>
  );
}

export function FloatIcon() {
  return (
    <Icon>
      <path d="M21 10.5V7a2.25 2.25 0 0 0-2.25-2.25H5.25A2.25 2.25 0 0 0 3 7v9a2.25 2.25 0 0 0 2.25 2.25H9" />
      <rect x="12.5" y="13" width="8.5" height="6" rx="1.5" />
    </Icon>
  );
}

export function SendIcon() {
  return (
    <Icon>
      <path d="M4.5 12L19.5 5l-4.25 14.5-3.75-6-7-1.5zM11.5 13.5L15 10" />
    </Icon>
  );
}

export function ChatIcon() {
  return (
    <Icon>
      <path d="M7.5 9.5h9M7.5 13h5.5M5.5 4.5h13a2.5 2.5 0 0 1 2.5 2.5v7.5a2.5 2.5 0 0 1-2.5 2.5H12l-4.75 3.75V17H5.5A2.5 2.5 0 0 1 3 14.5V7a2.5 2.5 0 0 1 2.5-2.5z" />
    </Icon>
  );
}

export function ClipIcon() {
  return (
    <Icon>
      <path d="M18.5 12.5l-6.9 6.9a4.25 4.25 0 0 1-6-6l8.6-8.6a2.85 2.85 0 0 1 4 4l-8.2 8.2a1.4 1.4 0 0 1-2-2l7-7" />
    </Icon>
  );
}

export function DocumentIcon() {
  return (
    <Icon>
      <path d="M13.5 3.5H7A1.75 1.75 0 0 0 5.25 5.25v13.5A1.75 1.75 0 0 0 7 20.5h10a1.75 1.75 0 0 0 1.75-1.75v-10zM13.5 3.5v5.25h5.25M9 13h6M9 16.5h4" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="M6 6l12 12M18 6L6 18" />
    </Icon>
  );
}

export function BoardIcon() {
  return (
    <Icon>
      <rect x="3" y="4" width="18" height="12.5" rx="2" />
      <path d="M7 12.5c2-4 3.5-4 4.5-1.5s2 2 3.5-1.5M12 16.5V20M8.5 20h7" />
    </Icon>
  );
}

export function RecordIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="8.5" />
      <circle cx="12" cy="12" r="3.5" fill="currentColor" />
    </Icon>
  );
}

export function DoorIcon() {
  return (
    <Icon>
      <path d="M10 4H6.25A2.25 2.25 0 0 0 4 6.25v11.5A2.25 2.25 0 0 0 6.25 20H10M15.5 8l4 4-4 4M19.5 12H9.5" />
    </Icon>
  );
}

export function ListIcon() {
  return (
    <Icon>
      <path d="M4 6.5h16M4 12h16M4 17.5h16" />
    </Icon>
  );
}

/** Every icon of the window, one for each meaning. */
import {
  Activity,
  ArrowRightLeft,
  Building2,
  Check,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Clock3,
  Command,
  Copy,
  Ellipsis,
  Eye,
  EyeOff,
  Fingerprint,
  Globe,
  Inbox,
  Info,
  KeyRound,
  LayoutGrid,
  Layers,
  LoaderCircle,
  Lock,
  LogIn,
  LogOut,
  Maximize2,
  Pencil,
  Plus,
  QrCode,
  RefreshCw,
  RotateCw,
  Search,
  Settings,
  Star,
  StarOff,
  Tag,
  HeartPulse,
  FileDown,
  FileUp,
  FolderOpen,
  KeySquare,
  Pause,
  Play,
  Square,
  Menu as MenuIcon,
  ArrowLeft,
  ArrowDown,
  ArrowUp,
  Keyboard,
  Stethoscope,
  Undo2,
  ShieldAlert,
  ShieldCheck,
  SquareStack,
  Trash2,
  TriangleAlert,
  Unplug,
  User,
  Users,
  X,
  type IconNode,
} from "lucide";

const shapes = {
  activity: Activity,
  add: Plus,
  alert: CircleAlert,
  again: RotateCw,
  all: LayoutGrid,
  check: Check,
  choose: ArrowRightLeft,
  close: X,
  command: Command,
  copy: Copy,
  done: CircleCheck,
  lower: ArrowDown,
  down: ChevronDown,
  edit: Pencil,
  help: CircleHelp,
  hide: EyeOff,
  host: Globe,
  inbox: Inbox,
  info: Info,
  key: KeyRound,
  large: Maximize2,
  lock: Lock,
  more: Ellipsis,
  offline: Unplug,
  organisation: Building2,
  profiles: SquareStack,
  qr: QrCode,
  remove: Trash2,
  renew: RefreshCw,
  right: ChevronRight,
  safe: ShieldCheck,
  search: Search,
  group: Layers,
  settings: Settings,
  star: Star,
  unstar: StarOff,
  tag: Tag,
  health: HeartPulse,
  export: FileDown,
  import: FileUp,
  folder: FolderOpen,
  batch: KeySquare,
  pause: Pause,
  play: Play,
  stop: Square,
  menu: MenuIcon,
  back: ArrowLeft,
  up: ArrowUp,
  descending: ArrowDown,
  keyboard: Keyboard,
  doctor: Stethoscope,
  undo: Undo2,
  show: Eye,
  sign_in: LogIn,
  sign_out: LogOut,
  soon: Clock3,
  unsafe: ShieldAlert,
  user: User,
  team: Users,
  verify: ShieldCheck,
  wait: LoaderCircle,
  warn: TriangleAlert,
  whose: Fingerprint,
} as const;

export type IconName = keyof typeof shapes;

/** Each as one path, which is drawn faster than several shapes. */
export const icons = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, shape.map(pathOf).join("")]),
) as Record<IconName, string>;

/** The shapes that the icons are made of, as paths. */
function pathOf([tag, given]: IconNode[number]): string {
  const of = (name: string) => Number(given[name] ?? 0);
  switch (tag) {
    // Each begins at the corner, wherever the one before it ended.
    case "path":
      return `M0 0${given["d"]}`;
    case "circle":
      return rounded(of("cx") - of("r"), of("cy") - of("r"), 2 * of("r"), 2 * of("r"), of("r"));
    case "rect":
      return rounded(of("x"), of("y"), of("width"), of("height"), of("rx"));
    case "line":
      return `M${of("x1")} ${of("y1")}L${of("x2")} ${of("y2")}`;
    case "polyline":
      return `M${given["points"]}`;
    default:
      throw new Error(`An icon has a shape that is not known: ${tag}`);
  }
}

/** A rectangle with round corners; a circle is one of which nothing else is left. */
function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const corner = (by: number, down: number) => `a${radius} ${radius} 0 0 1 ${by} ${down}`;
  const [wide, high] = [width - 2 * radius, height - 2 * radius];
  return `M${x + radius} ${y}h${wide}${corner(radius, radius)}v${high}${corner(-radius, radius)}h${-wide}${corner(-radius, -radius)}v${-high}${corner(radius, -radius)}z`;
}

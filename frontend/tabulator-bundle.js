// The table of the entry grid with the modules that it uses, no more. Global name: Tabulator.
import {
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  ResizeTableModule,
  SelectRangeModule,
  Tabulator,
} from 'tabulator-tables';

Tabulator.registerModule([
  EditModule,
  FormatModule,
  FrozenColumnsModule,
  InteractionModule,
  KeybindingsModule,
  ResizeTableModule,
  SelectRangeModule,
]);

export default Tabulator;

export { applyPlan, efface, effaceFile, effaceBuffer, findEntities, makePlan, scan } from './efface.js'
export type { Efface } from './efface.js'
export type { FrameEvent, ScannedEntity, ScannedFrame, TextEntity } from './efface.js'
export { AuditLog, verifyAudit } from './audit.js'
export type { AuditEntry } from './audit.js'
export { onnx } from '../vision/onnx.js'
export type { OnnxKind, OnnxOptions, OnnxPlugin } from '../vision/onnx.js'
export { list, pattern, recognizer } from '../pii/adhoc.js'
export type { PatternOptions } from '../pii/adhoc.js'
export { planSchema, readPlan } from './plan.js'
export type { JsonSchema } from '../core/schema.js'
export type { Plan, PlanBox, PlanPage, Source } from './plan.js'
export { EffaceError } from '../core/errors.js'
export type { ErrorCode, ErrorDetails, Stage } from '../core/errors.js'
export { defaultLimits } from '../core/limits.js'
export type { Limits } from '../core/limits.js'
export type { EffaceOptions, EntityFilter, LabelSettings, OcrChoice, PoolLike, ProcessedTextOptions, Region, Sensitivity, TokenClassifierOptions } from '../core/option-types.js'
export type { ModelEntry } from '../inference/manifest.js'
export type { Location, Report, ReportEntity, ReportFrame, ReportObject } from './report.js'
export type {
  AnalysisContext, Box, CodedBlocks, ColourModel, Detector, EncodedPage, Entity, Format, Frame, FrameFailure,
  FrameMemory, Method, ModelUse, OcrContext, OcrEngine,
  Orientation, PaintBox, PixelStore, Point, Raster, RasterFile, RasterLayout, Reading, RecognizedEntity, Recognizer,
  Rendering, Span, TextContext, UnreadText, View, VisualObject, Word,
} from '../core/types.js'
export type { PluginModule } from '../core/option-types.js'
export type { StoredBytes } from '../core/private-file.js'
export { createPool, Pool } from '../../workers/pool.js'
export type { PoolOptions } from '../../workers/pool.js'

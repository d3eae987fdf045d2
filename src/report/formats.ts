import type { ScanResult } from '../model/finding'
import type { ReportOptions } from './options'

/** A report: a text from a result. No report reads or writes anything. */
export type Report = (result: ScanResult, options: ReportOptions) => string

/** Every format by the name that `--format` takes; each is loaded when it is asked for. */
export const formats = {
  console: async (): Promise<Report> => (await import('./console')).consoleReport,
  json: async (): Promise<Report> => (await import('./json')).jsonReport,
  sarif: async (): Promise<Report> => (await import('./sarif')).sarifReport,
  markdown: async (): Promise<Report> => (await import('./markdown')).markdownReport,
  comment: async (): Promise<Report> => (await import('./markdown')).commentReport,
  html: async (): Promise<Report> => (await import('./html')).htmlReport,
  junit: async (): Promise<Report> => (await import('./junit')).junitReport,
  gitlab: async (): Promise<Report> => (await import('./gitlab')).gitlabReport,
  github: async (): Promise<Report> => (await import('./github')).githubReport,
} as const

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as readonly FormatName[]

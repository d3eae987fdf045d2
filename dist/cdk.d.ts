/** What the CDK hands a validation plugin; the same in `IPolicyValidationPlugin` and `IPolicyValidationPluginBeta1`. */
export interface ValidationContext {
    /** Absolute paths of the templates of the stacks in the plugin's scope. */
    readonly templatePaths: readonly string[];
}
export interface ViolatingResource {
    readonly resourceLogicalId: string;
    /** Absolute. */
    readonly templatePath: string;
    /** `Properties.PolicyDocument.Statement.0`: where in the resource; empty for all of it. */
    readonly locations: string[];
}
export interface Violation {
    readonly ruleName: string;
    readonly description: string;
    readonly violatingResources: ViolatingResource[];
    readonly fix?: string;
    readonly severity: string;
    readonly ruleMetadata: {
        readonly [key: string]: string;
    };
}
export interface ValidationReport {
    readonly success: boolean;
    readonly violations: Violation[];
    readonly pluginVersion?: string;
    readonly metadata?: {
        readonly [key: string]: string;
    };
}
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'note';
/** Each is the option of `iamgate scan` of that name; what is not given comes from `.iamgate.yml`. */
export interface IamgateValidatorOptions {
    /** Ids or tags of checks: only these. */
    readonly check?: readonly string[];
    /** Ids or tags of checks: not these. */
    readonly skipCheck?: readonly string[];
    readonly minSeverity?: Severity;
    /** Findings of this severity and graver fail the synthesis; `none` reports without failing. Default: medium. */
    readonly failOn?: Severity | 'none';
    /** A configuration file, instead of the one that is found from the working directory upwards. */
    readonly config?: string;
    /** The program to run, instead of the one that this package holds. */
    readonly program?: string;
}
/**
 * iamgate as a validation plugin of the CDK: `cdk synth` reports what iamgate finds, construct by construct, and fails
 * on it. https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 *
 *     Validations.of(app).addPlugins(new IamgateValidator())             // aws-cdk-lib from 2026
 *     new App({ policyValidationBeta1: [new IamgateValidator()] })       // before
 *
 * The CDK waits for plugins without `await`, so the scan runs in a process of its own, offline like every scan. What
 * it could not read fails the synthesis too, and says why.
 */
export declare class IamgateValidator {
    #private;
    private readonly options;
    readonly name = "iamgate";
    constructor(options?: IamgateValidatorOptions);
    validate(context: ValidationContext): ValidationReport;
}

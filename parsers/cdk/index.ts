/** Output of the CDK (cloud assemblies) and of CDKTF / CDK Terrain. */
export { parseCdk } from './cloud-assembly'
export { parseCdktf } from './cdktf'

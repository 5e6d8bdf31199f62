/** What is known of one execution provider of onnxruntime: what runs the nets. */
export interface ProviderInfo {
  about: string
  /** Where onnxruntime-node brings it: platform, or platform and architecture of Node. Absent: everywhere. */
  on?: readonly string[]
}

/** Every execution provider that `providers` may name. */
const PROVIDERS = {
  cuda: { about: 'NVIDIA GPUs; needs the GPU files of onnxruntime-node, CUDA 12 and cuDNN 9', on: ['linux x64'] },
  coreml: { about: "Apple's CoreML", on: ['darwin'] },
  dml: { about: 'DirectML, any GPU on Windows', on: ['win32'] },
  webgpu: { about: 'any GPU with Vulkan, Metal or Direct3D 12; experimental in onnxruntime' },
  cpu: { about: 'the processor' },
} as const satisfies Record<string, ProviderInfo>

/** What runs the nets, by onnxruntime's names. */
export type ProviderName = keyof typeof PROVIDERS

export const providerNames = Object.keys(PROVIDERS) as ProviderName[]

export const providerInfos: Readonly<Record<ProviderName, ProviderInfo>> = PROVIDERS

/** Those that this platform has; whether there is a GPU behind one shows when it is started. */
export function providersOn(platform: string = process.platform, arch: string = process.arch): ProviderName[] {
  return providerNames.filter(name => providerInfos[name].on?.some(where => where === platform || where === `${platform} ${arch}`) ?? true)
}

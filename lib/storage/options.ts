/** How an S3-compatible store is reached. What is not said is taken from the environment and the profile by the AWS SDK: AWS_REGION, AWS_ENDPOINT_URL_S3 … */
export interface S3Options {
  /** URL of a store that is not Amazon's. */
  endpoint?: string
  /** Default with an endpoint, where nothing else says so: us-east-1. */
  region?: string
  /** https://host/bucket/key rather than https://bucket.host/key. Default: EFFACE_S3_PATH_STYLE, or true with an endpoint. */
  pathStyle?: boolean
  /** An S3Client of one's own, with its credentials; then nothing else counts. */
  client?: object
}

/** How web servers are read. */
export interface HttpOptions {
  /**
   * Addresses that are no public ones (this machine, the network around it). 'named': read where the URL itself leads there, but not where a
   * redirection does (default); 'never', for URLs that others may have chosen.
   */
  privateAddresses?: 'named' | 'never'
}

/** How places by URL are reached. */
export interface StorageOptions {
  s3?: S3Options
  http?: HttpOptions
}

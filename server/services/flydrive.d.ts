// What the package calls `flydrive/drivers/s3`, for a compiler that does not read its exports.
declare module 'flydrive/drivers/s3' {
  export { S3Driver } from 'flydrive/build/drivers/s3/main';
}

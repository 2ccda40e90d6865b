/** All that is inlined at build time, in one file (gulpfile.js): an installed node has no dependencies of its own. */
export { parseXml, type XmlElement, type XmlNode, type XmlText } from '@rgrove/parse-xml';
export { Metadata, parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
export { parse as parseLosslessJson } from 'lossless-json';
export { default as UnicodeToGsm } from 'sms-segments-calculator/dist/libs/UnicodeToGSM';
export { default as limitParallel } from 'p-limit';

'use strict';

// n8n finds the nodes by the `n8n` field of package.json; this is for those who require the package itself.
const { MimSmsApi } = require('./dist/credentials/MimSmsApi.credentials.js');
const { MimSms } = require('./dist/nodes/MimSms/MimSms.node.js');
const { MimSmsTrigger } = require('./dist/nodes/MimSms/MimSmsTrigger.node.js');

module.exports = { MimSms, MimSmsApi, MimSmsTrigger };

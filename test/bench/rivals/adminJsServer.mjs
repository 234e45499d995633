// AdminJS on the projects of callfolio, run from a temporary folder in which it is installed: node server.mjs MONGODB_URI
import AdminJS from 'adminjs';
import AdminJSExpress from '@adminjs/express';
import * as AdminJSMongoose from '@adminjs/mongoose';
import express from 'express';
import mongoose from 'mongoose';

AdminJS.registerAdapter({ Resource: AdminJSMongoose.Resource, Database: AdminJSMongoose.Database });
await mongoose.connect(process.argv[2], { dbName: 'callfolio' });
const mixed = mongoose.Schema.Types.Mixed;
const shown = {
  _id: String,
  version: Number,
  acronym: String,
  grantAgreement: String,
  programme: String,
  startsOn: mixed,
  endsOn: mixed,
  euContribution: Number,
  totalCost: Number,
  supports: mixed,
  warnings: mixed,
  coordinator: mixed,
  status: String,
};
const projects = mongoose.model('projects', new mongoose.Schema(shown, { collection: 'projects' }));
const admin = new AdminJS({
  resources: [{ resource: projects, options: { listProperties: Object.keys(shown) } }],
  rootPath: '/admin',
});
const app = express();
app.use(admin.options.rootPath, AdminJSExpress.buildRouter(admin));
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
process.on('SIGTERM', () => process.exit(0));

import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { ExpectedError } from '../models/values/errors.ts';
import { apiMap, siteMap } from '../routes/index.ts';
import { laneLimits } from './http/admission.ts';
import { admission } from './http/admissionQueue.ts';
import { bearerOf, pagePassport, pageSession, passwordCheck } from './signIn/authentication.ts';
import { readApiBody, readPageBody } from './http/body.ts';
import { leaveRest } from './http/bodyBytes.ts';
import type { Config } from './config.ts';
import { limitAnswers } from './http/answerLimit.ts';
import { assets } from './http/assets.ts';
import { answerInTime } from './http/deadline.ts';
import { errorHandler } from './http/errorHandler.tsx';
import { protectForms, refuseForeign } from './signIn/formToken.ts';
import { health } from './http/health.ts';
import { knownDevices } from './signIn/knownDevice.ts';
import { unsentForms } from './signIn/unsentForms.ts';
import { mount, readSuffix } from './http/mount.ts';
import { linesOf, refuseOtherMethods, refuseWriting } from './http/otherMethod.ts';
import type { Metrics } from './http/metrics.ts';
import { refuseOverload } from './http/overloadAnswer.tsx';
import { refuseUnaddressed } from './http/oddRequest.ts';
import { noteOn } from './http/noted.ts';
import { identify, logRequests } from './http/requestLog.ts';
import { uploads } from './http/upload.ts';
import { wellKnown } from './http/wellKnown.ts';

export interface AppSettings {
  config: Pick<
    Config,
    | 'baseUrl'
    | 'trustProxy'
    | 'importLimitMb'
    | 'importKeptDays'
    | 'filesDir'
    | 'filesLimitMb'
    | 'longestDelay'
    | 'answerRate'
  > &
    Partial<Pick<Config, 'securityContact'>>;
  sessionSecret: string;
  log: Logger;
  /** The address the program is reached at, once it listens. */
  address: () => string;
  metrics?: Metrics;
}

/** Everything a request meets, in order. */
export function createApp({ config, sessionSecret, log, address, metrics }: AppSettings): Express {
  const app = express();
  const baseUrl = () => config.baseUrl ?? address();
  const isSecure = isSecureAt(config.baseUrl);
  const devices = knownDevices(sessionSecret, isSecure);
  const checkPassword = passwordCheck(devices);
  const { importLimitMb, importKeptDays } = config;
  const files = { folder: config.filesDir, mostBytes: config.filesLimitMb * 1024 * 1024 };
  const settings = () => ({
    baseUrl: baseUrl(),
    importLimitMb,
    importKeptDays,
  });
  const unsent = unsentForms(sessionSecret, devices);
  const house = { settings, isSecure, files, checkPassword, devices, unsent };
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);

  app.use(leaveRest, identify(config.trustProxy), logRequests(log), guard(isSecure));
  if (metrics) app.use(metrics.watchRequests);
  app.use(refuseUnaddressed);
  const asking = health();
  // Below the API too, for tools that heed one server of its description alone.
  app.use(/^(?:\/api\/v1)?(?=\/health\/)/, refuseOtherMethods(linesOf(asking, 'page'), 'page'), asking);
  app.use('/assets', refuseWriting, assets());
  app.use('/.well-known', refuseWriting, wellKnown(config.securityContact ?? null, baseUrl));
  const answerError = errorHandler(log);
  app.use(answerInTime(answerError));

  const limitRate = limitAnswers(config.answerRate, log);
  const receiving = { folder: config.filesDir, mostMegabytes: importLimitMb };
  const readApi = readApiBody(uploads(receiving));
  const api = express.Router({ caseSensitive: true });
  api.use(asApi, refuseOtherMethods(apiMap, 'json'), signInByToken, limitRate);
  api.use(readSuffix, mount(apiMap, house, readApi));
  // What the API does not know is no page either: it would be asked for a session and a form's token.
  api.use(nothingHere);
  app.use('/api/v1', api);

  const { offerToken, isTokenRight } = protectForms(sessionSecret, isSecure);
  const readPage = readPageBody(uploads({ ...receiving, isTokenRight }), isTokenRight);
  app.use(refuseOtherMethods(siteMap, 'page'));
  app.use(
    keepPrivate,
    ...pageSession(sessionSecret, isSecure),
    ...pagePassport(),
    limitRate,
    refuseForeign,
    offerToken,
  );
  app.use(readSuffix, mount(siteMap, house, readPage));

  app.use(nothingHere);
  app.use(answerError);
  return app;
}

/** The app behind admission, which refuses what it could not answer in time. */
export function createListener(settings: AppSettings): RequestListener {
  const { config, log, metrics } = settings;
  const { listener, figures } = admission(createApp(settings), {
    limits: laneLimits(config.longestDelay),
    refuse: refuseOverload(log, { isSecure: isSecureAt(config.baseUrl), trustProxy: config.trustProxy }),
  });
  metrics?.watchAdmission(figures);
  return listener;
}

const isSecureAt = (baseUrl: string | null): boolean => baseUrl?.startsWith('https:') ?? false;

const nothingHere: RequestHandler = () => {
  throw new ExpectedError('notFound', 'notFound.page');
};

/** Only our own scripts, styles, fonts and pictures; no frame, no other host. */
function guard(isSecure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [(_request, response) => `'nonce-${noteOn(response).nonce ?? ''}'`],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    strictTransportSecurity: isSecure,
    crossOriginEmbedderPolicy: false,
  });
}

const asApi: RequestHandler = (_request, response, next) => {
  noteOn(response).isApi = true;
  response.set('Cache-Control', 'no-store');
  next();
};

const signInByToken: RequestHandler = async (request, response, next) => {
  const bearer = await bearerOf(request);
  if (bearer) {
    request.user = bearer.user;
    noteOn(response).access = bearer.access;
    noteOn(response).tokenId = bearer.id;
  }
  next();
};

/** Nothing a signed-in person saw stays in a cache. */
const keepPrivate: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

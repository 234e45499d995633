import { parseListQuery as parseVisible, type ListQuery, type UrlQuery } from '../../models/query/query.ts';
import type { Listed, Noun } from '../../models/record/noun.ts';
import { everything, visibleTo } from '../../models/record/visibleTo.ts';

/** Reads a list's URL as somebody asks it who may see all there is. */
export const parseListQuery = (noun: Listed, url: UrlQuery, now: Date): ListQuery =>
  parseVisible(visibleTo(noun as Noun, everything), url, now);

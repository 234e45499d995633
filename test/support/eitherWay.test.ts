import { expect } from 'chai';
import mongoose from 'mongoose';
import { apiAs } from './app.ts';
import { describeEitherWay } from './eitherWay.ts';
import { addProject } from './factories.ts';

describeEitherWay('A count beside a list', isFollowed => {
  afterEach(() => mongoose.set('debug', false));

  it(`is made ${isFollowed ? 'in memory: the database is not asked for it' : 'by the database'}`, async () => {
    await addProject({ scope: 'in' });
    const { get } = await apiAs('reader');
    let asked = 0;
    mongoose.set('debug', (collection: string, method: string) => {
      if (collection === 'projects' && method === 'countDocuments') asked += 1;
    });
    const { body } = await get('/projects').expect(200);
    expect(body.paginationInfo.totalItems).to.equal(1);
    expect(asked).to.equal(isFollowed ? 0 : 1);
  });
});

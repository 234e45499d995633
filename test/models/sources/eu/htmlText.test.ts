import { expect } from 'chai';
import { textOfHtml } from '../../../../models/sources/eu/htmlText.ts';

describe('textOfHtml', () => {
  for (const [html, text] of [
    ['<p>One</p><p>Two<br/>Three</p>', 'One\nTwo\nThree'],
    ['<ul><li>One</li><li><b>Two</b></li></ul>', '- One\n- Two'],
    ['Fish &amp; chips&nbsp;&#8364;5 &lt;b&gt; &unknown;', 'Fish & chips €5 <b> &unknown;'],
    ['<span class="topicdescriptionkind">Scope:</span>All of it', 'Scope:\nAll of it'],
    ['a<script type="x">alert("<b>")</script>b<style>p{}</style>c', 'a b c'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['&#0;&#xD800;&#x110000;x', '&#0;&#xD800;&#x110000;x'],
    ['&toString;&valueOf;', '&toString;&valueOf;'],
    ['', ''],
  ] as const) {
    it(`makes text of ${html || 'nothing'}`, () => {
      expect(textOfHtml(html)).to.equal(text);
    });
  }

  it('reads what is opened and never closed, however often', () => {
    for (const piece of [
      '<script>',
      '<script><',
      '<li ',
      '<!--',
      '&#',
      '\n ',
      '<span class="topicdescriptionkind">',
    ])
      expect(textOfHtml(piece.repeat(40_000))).to.not.include('script');
  });
});

/**
 * Names of hosts that lead to pages, by kind. A name stands for itself and all hosts under it, the
 * longest name that fits decides, and `.*` is any public suffix. Kept by hand; every change of it
 * is a change of `referrerListsVersion`, for it changes what is counted.
 *
 * Sources. Social: the list in Parse.ly's manual ("Referrers page", docs.parse.ly), with the other
 * addresses of the same networks. Aggregators: those that the manual names (Google News, Flipboard,
 * NewsBreak), and well-known others. Search engines and AI assistants: the manual names kinds, not
 * hosts; chosen from what Matomo's searchengine-and-social-list knows, leaving out what is gone.
 */

export const referrerListsVersion = '1';

export const referrerLists = {
  search: [
    ...['google.*', 'com.google.android.googlequicksearchbox', 'bing.com', 'yahoo.*', 'aol.*'],
    ...['duckduckgo.com', 'ecosia.org', 'qwant.com', 'startpage.com', 'search.brave.com'],
    ...['yandex.*', 'ya.ru', 'go.mail.ru', 'nova.rambler.ru', 'baidu.com', 'so.com', 'sm.cn'],
    ...['sogou.com', 'petalsearch.com', 'search.naver.com', 'search.daum.net', 'search.zum.com'],
    ...['search.goo.ne.jp', 'search.auone.jp', 'coccoc.com', 'search.seznam.cz', 'ask.com'],
    ...['kagi.com', 'mojeek.com', 'swisscows.com', 'metager.de', 'metager.org', 'presearch.com'],
    ...['gibiru.com', 'dogpile.com', 'webcrawler.com', 'info.com', 'search.lycos.com'],
    ...['suche.t-online.de', 'suche.web.de', 'suche.gmx.net', 'search.gmx.com', 'lilo.org'],
  ],
  social: [
    ...['bsky.app', 'facebook.com', 'fantail.social', 'gigya.com', 'have2have.it'],
    ...['instagram.com', 'like2buy.curalate.com', 'likeshop.me', 'linkedin.com', 'linkin.bio'],
    ...['linkinprofile.com', 'linktr.ee', 'lnk.bio', 'meneame.net', 'newsin.bio'],
    ...['nextdoor.com', 'pinterest.com', 'plus.google.com', 'po.st', 'qq.com', 'reddit.com'],
    ...['shor.by', 'snapchat.com', 'stumbleupon.com', 't.cn', 'threads.net', 'twitter.com'],
    ...['weibo.cn', 'xing.com'],
    // Other addresses of the same networks.
    ...['fb.com', 'fb.me', 'instagr.am', 'lnkd.in', 'pin.it', 'pinterest.*', 'redd.it'],
    ...['t.co', 'threads.com', 'weibo.com', 'x.com'],
  ],
  aggregator: [
    ...['news.google.*', 'com.google.android.apps.magazines', 'flipboard.com', 'newsbreak.com'],
    ...['newsbreakapp.com', 'apple.news', 'smartnews.com', 'upday.com', 'news.yahoo.*'],
    ...['msn.com', 'drudgereport.com', 'memeorandum.com', 'techmeme.com', 'ground.news'],
    ...['realclearpolitics.com', 'news.ycombinator.com', 'slashdot.org', 'digg.com', 'fark.com'],
    ...['newsnow.co.uk', 'newsnow.com', 'feedly.com', 'inoreader.com', 'newsblur.com'],
    ...['theoldreader.com', 'feedspot.com', 'getpocket.com', 'toutiao.com', 'dailyhunt.in'],
  ],
  ai: [
    ...['chatgpt.com', 'chat.openai.com', 'claude.ai', 'perplexity.ai', 'gemini.google.com'],
    ...['bard.google.com', 'notebooklm.google.com', 'copilot.microsoft.com', 'meta.ai'],
    ...['grok.com', 'x.ai', 'chat.mistral.ai', 'chat.deepseek.com', 'chat.qwen.ai', 'you.com'],
    ...['poe.com', 'phind.com', 'iask.ai', 'pi.ai', 'duck.ai', 'chatglm.cn', 'kimi.com'],
    ...['doubao.com', 'yiyan.baidu.com'],
  ],
  /** Hosts of the companies above that are none of these. */
  other: [
    ...['accounts.google.com', 'classroom.google.com', 'docs.google.com', 'drive.google.com'],
    ...['groups.google.com', 'mail.google.com', 'sites.google.com', 'mail.yahoo.*', 'mail.aol.*'],
    ...['mail.yandex.*', 'mail.qq.com'],
  ],
} as const;

/** The style of the HTML report: system fonts, one accent for each severity, light and dark by the reader's setting. */
export const style = `
:root{color-scheme:light dark;--ink:#1a1f26;--dim:#5b6573;--paper:#f4f5f7;--card:#fff;--well:#f7f8fa;--line:#dfe3e8;--focus:#1d6fd1;--critical:#a21caf;--high:#cf1322;--medium:#a85505;--low:#1767c4;--note:#5b6573;--good:#18794e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#9aa5b4;--paper:#101318;--card:#181c22;--well:#12151a;--line:#2c333d;--focus:#6db3ff;--critical:#ec84fb;--high:#ff7480;--medium:#fbbf4a;--low:#6db3ff;--note:#9aa5b4;--good:#4cc38a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
a{color:inherit;text-underline-offset:2px}code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}code{font-size:.92em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
header{padding:1.2rem 1.5rem .9rem;background:var(--card);border-bottom:1px solid var(--line)}
h1{margin:0;font-size:1.35rem}h1 small{color:var(--dim);font-weight:400;font-size:.85rem}
.tiles{display:flex;flex-wrap:wrap;gap:.4rem 2rem;margin:.7rem 0 0;font-size:.88rem}
.tiles div{min-width:7rem}.tiles dt{color:var(--dim)}.tiles dd{margin:0;font-weight:600}.tiles small{display:block;color:var(--dim);font-weight:400}.tiles .bad{color:var(--high)}
.layout{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:1.5rem;max-width:88rem;margin:0 auto;padding:0 1.5rem 4rem;align-items:start}
.bar{position:sticky;top:0;z-index:1;grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding:.7rem 0;background:var(--paper);border-bottom:1px solid var(--line)}
input[type=search]{flex:1 1 14rem;min-width:0;padding:.42rem .7rem;border:1px solid var(--line);border-radius:7px;background:var(--card);color:inherit;font:inherit}
.chip{display:inline-flex;gap:.4rem;align-items:center;padding:.25rem .65rem;border:1px solid var(--line);border-radius:99px;background:var(--card);cursor:pointer;font-size:.88rem;user-select:none}
.chip::before,.check::before{content:"";flex:none;width:.6rem;height:.6rem;border-radius:50%;background:var(--accent)}
.chip input{position:absolute;opacity:0;pointer-events:none}.chip:has(input:not(:checked)){opacity:.5;text-decoration:line-through}.chip:has(:focus-visible){outline:2px solid var(--focus)}
.chip.none{opacity:.45}output{color:var(--dim);font-size:.88rem}
button{padding:.3rem .7rem;border:1px solid var(--line);border-radius:7px;background:var(--card);color:inherit;font:inherit;font-size:.88rem;cursor:pointer}
nav{position:sticky;top:4rem;max-height:calc(100vh - 5rem);overflow:auto;font-size:.86rem}
nav summary{font-weight:600;cursor:pointer;padding:.3rem 0}nav label{display:flex;gap:.45rem;align-items:baseline;padding:.13rem .3rem;border-radius:5px;cursor:pointer;overflow-wrap:anywhere}
nav label:hover,nav label:has(:checked){background:var(--line)}nav label input{flex:none;accent-color:var(--focus);margin:0}nav label b{flex:none;margin-left:auto;padding-left:.5rem;color:var(--dim);font-weight:400}
article{margin:0 0 .8rem;padding:.75rem 1rem .8rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;overflow-wrap:anywhere;content-visibility:auto;contain-intrinsic-size:auto 15rem;scroll-margin-top:5rem}
article:target,article.here{box-shadow:0 0 0 2px var(--focus)}
article h2{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline;margin:0;font-size:.98rem}
.severity{color:var(--accent);text-transform:uppercase;font-size:.74rem;letter-spacing:.05em}
.tag{padding:0 .45rem;border:1px solid var(--line);border-radius:99px;color:var(--dim);font-weight:400;font-size:.76rem}
article h2 .at{margin-left:auto;color:var(--dim);font-weight:400;font-size:.82rem;text-decoration:none}
article p{margin:.3rem 0}.fix{color:var(--ink)}.fix::before{content:"→ ";color:var(--good);font-weight:700}
pre{margin:.5rem 0;padding:.5rem .6rem;background:var(--well);border:1px solid var(--line);border-radius:6px;overflow-x:auto;font-size:12.5px;line-height:1.5;tab-size:2;overflow-wrap:normal}
pre i{display:inline-block;min-width:3ch;margin-right:1.2ch;text-align:right;color:var(--dim);font-style:normal;user-select:none}
mark{background:color-mix(in srgb,var(--accent) 16%,transparent);color:inherit;font-weight:600;border-bottom:2px solid var(--accent)}
article dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 .9rem;margin:.4rem 0 0;font-size:.86rem}dt{color:var(--dim)}dd{margin:0}
article details{margin-top:.35rem;font-size:.9rem}summary{cursor:pointer}article summary{color:var(--dim)}
.prose{padding:.1rem 1rem .3rem;border-left:2px solid var(--line)}.prose h2,.prose h3,.prose h4{margin:.8rem 0 .2rem;font-size:.95rem}.prose h4{font-size:.88rem;color:var(--dim)}.prose p,.prose ul{margin:.3rem 0}.prose ul{padding-left:1.2rem}
.panel{margin:0 0 .8rem;padding:.6rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:8px}.panel>summary{font-weight:600}
.scroll{overflow:auto;max-height:24rem}table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.86rem}th,td{padding:.25rem .8rem .25rem 0;text-align:left;vertical-align:top;border-top:1px solid var(--line);overflow-wrap:break-word}th{color:var(--dim);font-weight:400;border:0}
.error{color:var(--high)}.warning{color:var(--medium)}.empty{padding:3rem 1rem;text-align:center;color:var(--dim)}
.critical{--accent:var(--critical)}.high{--accent:var(--high)}.medium{--accent:var(--medium)}.low{--accent:var(--low)}.note{--accent:var(--note)}
[hidden]{display:none!important}
@media(max-width:56rem){.layout{grid-template-columns:minmax(0,1fr);gap:0;padding:0 .8rem 3rem}nav{position:static;max-height:none;padding:.3rem 0 .8rem}.bar{position:static}header{padding:1rem .8rem}article h2 .at{margin-left:0;flex-basis:100%}}
@media print{.bar,nav,.why{display:none}.layout{display:block}article{break-inside:avoid;content-visibility:visible}}
`

/**
 * The filter. Without scripts everything shows. Within a group of boxes any may hold, groups and words all have to; a
 * group without a tick asks for nothing. The prose of a check is in the page once and goes where somebody opens it.
 */
export const script = `
const form=document.forms[0],search=form.elements.words,output=form.querySelector('output');
const articles=[...document.querySelectorAll('article')];
const texts=articles.map(article=>article.textContent.toLowerCase());
const ticked=name=>new Set([...form.querySelectorAll('[name="'+name+'"]:checked')].map(box=>box.value));
const shown=()=>articles.filter(article=>!article.hidden);
function apply(){
  const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const groups=['severity','check','file','state'].map(name=>[name,ticked(name),form.querySelector('[name="'+name+'"]')]);
  let count=0;
  articles.forEach((article,at)=>{
    const fits=groups.every(([name,values,any])=>!any||(name==='severity'?values.has(article.dataset.severity):!values.size||values.has(article.dataset[name])));
    article.hidden=!fits||!words.every(word=>texts[at].includes(word));
    if(!article.hidden)count++;
  });
  output.textContent=count===articles.length?'':count+' of '+articles.length+' shown';
  const empty=document.querySelector('#nothing');
  if(empty)empty.hidden=count>0;
}
form.addEventListener('input',apply);
form.addEventListener('submit',event=>event.preventDefault());
form.addEventListener('reset',()=>setTimeout(apply));
document.addEventListener('toggle',event=>{
  const prose=event.target.matches('.why')&&event.target.open&&document.getElementById('prose-'+event.target.dataset.check);
  if(prose&&!event.target.querySelector('.prose'))event.target.append(prose.content.cloneNode(true));
},true);
document.addEventListener('keydown',event=>{
  if(event.target.matches('[type=search]')){if(event.key==='Escape')event.target.blur();return}
  if(event.ctrlKey||event.metaKey||event.altKey)return;
  if(event.key==='/'){event.preventDefault();search.focus();return}
  const step=event.key==='j'?1:event.key==='k'?-1:0;
  if(!step)return;
  const list=shown(),from=list.findIndex(article=>article.classList.contains('here'));
  const to=list[Math.max(0,Math.min(list.length-1,from<0?0:from+step))];
  articles.forEach(article=>article.classList.remove('here'));
  if(to){to.classList.add('here');to.scrollIntoView({block:'nearest'})}
});
if(matchMedia('(max-width:56rem)').matches)for(const group of document.querySelectorAll('nav details'))group.open=false;
apply();
`

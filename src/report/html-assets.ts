/** The style of the HTML report: system fonts, one accent for each severity, light and dark by the reader's setting. */
export const style = `
:root{color-scheme:light dark;--ink:#1c2026;--dim:#667080;--paper:#fff;--card:#f6f7f9;--line:#dde1e7;--critical:#a21caf;--high:#d11a2a;--medium:#b45309;--low:#1d6fd1;--note:#667080}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#98a2b3;--paper:#14171c;--card:#1c2027;--line:#303742;--critical:#e879f9;--high:#ff6b78;--medium:#fbbf4a;--low:#6db3ff;--note:#98a2b3}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:2rem 1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{margin:0;font-size:1.6rem}h1 small{color:var(--dim);font-weight:400;font-size:.9rem}
header p{color:var(--dim);margin:.3rem 0 1rem}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;position:sticky;top:0;background:var(--paper);padding:.6rem 0;border-bottom:1px solid var(--line)}
input[type=search]{flex:1;min-width:14rem;padding:.4rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:inherit;font:inherit}
article{margin:1rem 0;padding:.8rem 1rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:6px;overflow-wrap:anywhere}
article h2{margin:0;font-size:1rem}article h2 span{color:var(--accent);text-transform:uppercase;font-size:.8rem;letter-spacing:.04em}
article h2 i{color:var(--dim);font-weight:400;font-size:.85rem}
a{color:inherit}article p{margin:.4rem 0}
pre{margin:.6rem 0;padding:.6rem;background:var(--paper);border:1px solid var(--line);border-radius:6px;overflow-x:auto;font:13px/1.5 ui-monospace,monospace}
pre i{display:inline-block;min-width:3ch;margin-right:1.5ch;text-align:right;color:var(--dim);font-style:normal;user-select:none}
mark{background:none;color:inherit;font-weight:600;text-decoration:underline wavy var(--accent);text-underline-offset:3px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0 0;font-size:.9rem}
dt{color:var(--dim)}dd{margin:0}
section,details{margin-top:2rem}output{color:var(--dim)}
.critical{--accent:var(--critical)}.high{--accent:var(--high)}.medium{--accent:var(--medium)}.low{--accent:var(--low)}.note{--accent:var(--note)}
label{color:var(--accent)}[hidden]{display:none}
@media print{form{display:none}article{break-inside:avoid}}
`

/** The filter: severities and words. Without scripts every finding shows. */
export const script = `
const form=document.forms[0],articles=[...document.querySelectorAll('article')];
function apply(){
  const words=form.querySelector('[type=search]').value.toLowerCase().split(/\\s+/).filter(Boolean);
  const shown=new Set([...form.querySelectorAll(':checked')].map(box=>box.value));
  let count=0;
  for(const article of articles){
    const text=article.textContent.toLowerCase();
    article.hidden=!shown.has(article.dataset.severity)||!words.every(word=>text.includes(word));
    if(!article.hidden)count++;
  }
  form.querySelector('output').textContent=count===articles.length?'':count+' of '+articles.length+' shown';
}
form.addEventListener('input',apply);
form.addEventListener('submit',event=>event.preventDefault());
`

const C=require('/work/main/node_modules/mysql2/lib/base/connection.js');const stat=new Map();
const orig=C.prototype.query;
C.prototype.query=function(sql,values,cb){const text=(typeof sql==='string'?sql:sql.sql).replace(/\s+/g,' ').slice(0,70);const t=performance.now();
 const i=typeof values==='function'?1:2; const args=[...arguments]; const f=args[i]; if(typeof f==='function'){args[i]=function(){const s=stat.get(text)||{n:0,ms:0};s.n++;s.ms+=performance.now()-t;stat.set(text,s);return f.apply(this,arguments)}}
 return orig.apply(this,args)};
process.on('exit',()=>console.error([...stat].sort((a,b)=>b[1].ms-a[1].ms).slice(0,22).map(([k,s])=>`${s.ms.toFixed(0)}ms n=${s.n} avg=${(s.ms/s.n).toFixed(1)} ${k}`).join('\n')));

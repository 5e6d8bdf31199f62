/** A drawn face, shaded enough for a face detector, that is nobody's. 360 x 460. */
export const face = {
  defs: `<radialGradient id="skin" cx="45%" cy="40%" r="70%"><stop offset="0" stop-color="#f3cdb0"/><stop offset=".6" stop-color="#dca988"/><stop offset="1" stop-color="#a97455"/></radialGradient>
<radialGradient id="cheek"><stop offset="0" stop-color="#d98c74" stop-opacity=".6"/><stop offset="1" stop-color="#d98c74" stop-opacity="0"/></radialGradient>
<radialGradient id="dark"><stop offset="0" stop-color="#7d4f3a" stop-opacity=".65"/><stop offset="1" stop-color="#7d4f3a" stop-opacity="0"/></radialGradient>
<linearGradient id="nose" x1="0" x2="1"><stop offset="0" stop-color="#8a5a42" stop-opacity=".5"/><stop offset=".5" stop-color="#f8dcc4" stop-opacity=".7"/><stop offset="1" stop-color="#8a5a42" stop-opacity=".35"/></linearGradient>
<filter id="soft"><feGaussianBlur stdDeviation="2.2"/></filter><filter id="softer"><feGaussianBlur stdDeviation="6"/></filter>`,
  body: `<rect width="360" height="460" fill="#b9c7cf"/>
<path d="M40 460 Q50 370 140 350 L220 350 Q310 370 320 460Z" fill="#3b4f66"/>
<path d="M140 300 L140 360 Q180 400 220 360 L220 300Z" fill="#c08b6b" filter="url(#soft)"/>
<path d="M180 40 Q70 40 66 180 Q60 260 88 300 Q84 180 120 130 Q180 150 240 130 Q276 180 272 300 Q300 260 294 180 Q290 40 180 40Z" fill="#4a3223"/>
<ellipse cx="180" cy="205" rx="96" ry="128" fill="url(#skin)"/>
<path d="M86 190 Q84 60 180 62 Q276 60 274 190 Q262 120 214 106 Q150 130 104 128 Q92 150 86 190Z" fill="#523827"/>
<ellipse cx="138" cy="190" rx="34" ry="22" fill="url(#dark)"/><ellipse cx="222" cy="190" rx="34" ry="22" fill="url(#dark)"/>
<ellipse cx="120" cy="250" rx="34" ry="26" fill="url(#cheek)"/><ellipse cx="240" cy="250" rx="34" ry="26" fill="url(#cheek)"/>
<g filter="url(#soft)"><path d="M108 166 Q138 150 164 166" stroke="#3d291d" stroke-width="8" fill="none"/><path d="M196 166 Q222 150 252 166" stroke="#3d291d" stroke-width="8" fill="none"/></g>
<ellipse cx="138" cy="192" rx="22" ry="10" fill="#f7f3ee"/><ellipse cx="222" cy="192" rx="22" ry="10" fill="#f7f3ee"/>
<circle cx="138" cy="191" r="9.5" fill="#4b3a2a"/><circle cx="222" cy="191" r="9.5" fill="#4b3a2a"/><circle cx="138" cy="191" r="4.5" fill="#111"/><circle cx="222" cy="191" r="4.5" fill="#111"/>
<circle cx="141" cy="188" r="2.4" fill="#fff"/><circle cx="225" cy="188" r="2.4" fill="#fff"/>
<path d="M114 190 Q138 174 162 192" stroke="#2b1c14" stroke-width="4" fill="none"/><path d="M198 192 Q222 174 246 190" stroke="#2b1c14" stroke-width="4" fill="none"/>
<path d="M170 190 Q164 236 158 248 Q180 266 202 248 Q196 236 190 190Z" fill="url(#nose)" filter="url(#softer)"/>
<g filter="url(#soft)"><path d="M158 250 Q166 262 178 256 M182 256 Q194 262 202 250" stroke="#7d4f3a" stroke-width="5" fill="none"/></g>
<path d="M142 286 Q166 276 180 282 Q194 276 218 286 Q180 298 142 286Z" fill="#b0574f"/><path d="M142 286 Q180 292 218 286 Q182 314 142 286Z" fill="#c46a60"/>
<path d="M142 286 Q180 293 218 286" stroke="#6f2f2b" stroke-width="3" fill="none"/>
<path d="M150 322 Q180 332 210 322" stroke="#a97455" stroke-width="5" fill="none" filter="url(#soft)"/>`,
}

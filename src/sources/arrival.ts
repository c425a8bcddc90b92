/** A link that gives its reader a role carries what gives it in the fragment: `#presenter=TOKEN`. */
export const ARRIVAL = /^#(presenter|join)=([A-Za-z0-9_-]{1,100})$/;

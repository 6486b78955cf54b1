package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.WordTable;

/**
 * Last labels of domains, for addresses that are written out, where nothing else tells a domain from a sentence. All
 * country codes, and those of the root zone's generic ones (IANA) that people have mail at.
 */
final class TopLevelDomains {
    private static final WordTable NAMES = new WordTable.Builder().add(1, """
                    com org net edu gov mil int info biz name pro mobi aero asia cat coop jobs museum post tel travel xxx
                    app dev io ai page cloud tech online site website store shop blog xyz club live life world today news
                    media email mail chat social network systems solutions services company business agency group team
                    design studio digital software technology codes computer host hosting space fun games play video music
                    photo photos pictures art gallery academy school university college education training courses health
                    care clinic dental doctor hospital fit fitness yoga sport run bike football golf ski tennis
                    bank finance financial money loan capital fund investments insurance tax legal law lawyer attorney
                    consulting engineering construction industries enterprises partners ventures holdings international
                    global earth city town house homes land estate rent properties apartments hotel tours vacations
                    restaurant pizza cafe coffee bar pub beer wine food kitchen recipes fashion shoes clothing jewelry
                    beauty salon hair style love dating singles wedding family kids baby dog pet garden flowers
                    green eco energy solar bio farm auto cars taxi bot data works zone link click one top vip win best cool
                    guru expert tips wiki help support center directory foundation ngo church community exchange market
                    marketing trade supply tools parts repair rocks ninja zip mov swiss berlin hamburg koeln cologne bayern
                    wien tirol paris bzh amsterdam vlaanderen brussels london scot wales irish nyc boston miami vegas tokyo
                    osaka nagoya sydney melbourne moscow istanbul capetown joburg durban quebec eus gal
                    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by
                    bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj
                    fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io
                    iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg
                    mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph
                    pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx
                    sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt
                    za zm zw
                    """).build();

    private static final WordTable FILES = new WordTable.Builder()
            .add(
                    1,
                    "png jpg jpeg gif webp avif svg ico bmp css scss less js mjs cjs jsx tsx json html htm xml yml yaml txt"
                            + " map woff woff2 ttf otf eot wasm jar class exe dll dylib log gz tgz bz2 mp3 mp4 webm pdf csv"
                            + " conf lock java kt swift cpp hpp vue svelte")
            .build();

    private TopLevelDomains() {}

    static boolean isOne(byte[] b, int from, int to) {
        return NAMES.of(b, from, to) != 0;
    }

    /** Whether it is the ending of files, and no domain at all. */
    static boolean isFile(byte[] b, int from, int to) {
        return FILES.of(b, from, to) != 0;
    }
}

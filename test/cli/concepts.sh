#!/bin/sh
# concepts.sh - the ways into the concept pages and between them, by keys.
. test/cli/tap
LC_ALL=C.UTF-8
export LC_ALL

# The screen after these keys holds this text.
after()
{
    v --keys "$1" --snapshot - examples/cat.png
    [ "$status" = 0 ] && grep -q "$2" "$out"
}

ok 'c opens the page of the stage at hand' after '5 c' 'Several heads'
ok 'of another stage another' after '8 c' 'CLS or not: what we measured'
ok 'and c again closes it' after '5 c c' 'WEIGHTS.*update'
ok 'arrows go through the pages' after '1 c Home Right' 'Learned, not fixed'
ok 'the last page holds' after 'c End Right' '22 of 22'
ok 'a digit follows a link' after '2 c 2' 'Position zero'
ok 'a digit without a link stays' after '2 c 8' 'What CLS is'
ok 'Enter goes to the stage of the page' after '1 c Home Enter' '\[CLS\]'
ok 'and Esc comes back from there' after '1 c Home Enter Esc' '\[PATCHES\]'
ok 'a layer up turns the figure' after '5 c ]' 'head of layer 2'
ok 'a head after turns it too' after '4 c } }' 'Layer 1, head 2, of'
ok '/ finds a word of a page' after '/ type:darcet Enter' 'Registers'
ok 'measured accuracies are told' after '8 c' 'all patches.*65.0 %'
finish

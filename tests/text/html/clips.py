"""What word processors put into the clipboard, made by hand after what they write."""

# ruff: noqa: E501

WORD = """\
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm} @list l0 {mso-list-id:1} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<h1 style='text-align:center'><b><span lang=EN-US style='font-family:黑体'>第一章<span style='mso-spacerun:yes'>&nbsp; </span></span></b><b><span>总则</span></b></h1>
<p class=MsoNormal style='text-indent:32.0pt'><b><span style='font-size:16.0pt;font-family:
仿宋_GB2312'>第一条</span></b><span style='font-size:16.0pt'>　为了规范停车，
制定本办法。<o:p></o:p></span></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoListParagraph style='margin-left:18.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:仿宋'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span>申请人身份证明；<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Wingdings;mso-list:l1'><span style='mso-list:Ignore'>l<span>&nbsp;</span></span></span><![endif]>原件</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:Ignore'>n<span>&nbsp;</span></span></span><![endif]>一份</p>
<p class=MsoNormal>面积<i>S</i>见<a href="https://example.org/a">办事页</a><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference><span lang=EN-US>[1]</span></span></a>等<sup>2</sup>。<del cite="x">删去</del><ins>补充</ins></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><thead><tr style='height:1cm'><td width=100 colspan=2 style='width:75pt;border:solid'><p class=MsoNormal align=center><b>车位<o:p></o:p></b></p></td></tr></thead><tr><td width=50><p class=MsoNormal>地上</p></td><td rowspan=1><p class=MsoNormal>120</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="x"><v:imagedata src="file:///C:/x.png"/></v:shape><![endif]--><![if !vml]><img width=100 src="file:///C:/clip_image002.png" v:shapes="x"><![endif]></p>
<p class=MsoNormal><span style='display:none'>隐藏</span>完。</p>
<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> 以登记为准。</p></div></div>
<!--EndFragment--></body></html>
"""

WPS = """\
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name="Generator" content="WPS Office"/><style>@list l0:level1{mso-level-text:"%1、";}</style></head><body>
<!--StartFragment--><div class="Section0" style="layout-grid:15.6000pt;">
<p class="2" style="mso-outline-level:1;text-indent:32.0000pt;mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span style="font-family:黑体;"><span style='mso-list:Ignore;'>一、</span></span><!--[endif]--><b style="mso-bidi-font-weight:normal"><span style="mso-spacerun:'yes';font-family:黑体;"><font face="黑体">总体要求</font></span></b><span><o:p></o:p></span></p>
<p class="MsoNormal" style="text-indent:32.0000pt;"><span style="font-family:仿宋_GB2312;font-weight:bold;">（一）指导思想。</span><span style="mso-spacerun:'yes';">以便民为先，逐步增加车位。</span></p>
<p class="MsoNormal"><span style="vertical-align:super;">注</span><span style="text-decoration:underline;">二</span><s>删</s></p>
<table class="MsoNormalTable" border="1" style="width:426.1000pt;"><tbody>
<tr style="height:20pt;"><td width="189" valign="top" rowspan="2"><p class="MsoNormal">区</p></td><td width="94" colspan="2"><p class="MsoNormal">车位</p></td></tr>
<tr><td><p class="MsoNormal">地上</p></td><td><p class="MsoNormal">地下</p></td></tr>
<tr><td><p class="MsoNormal">文汇区</p></td><td><p class="MsoNormal">120<span><o:p></o:p></span></p></td><td><p class="MsoNormal">&nbsp;</p></td></tr></tbody></table>
<p class="MsoNormal"><br clear="all" style="page-break-before:always"/></p>
<p class="MsoNormal" align="right" style="text-align:right;">海岚市人民政府</p>
</div><!--EndFragment--></body></html>
"""

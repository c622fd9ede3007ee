namespace SeCo.Cli.Commands;

/// <summary><c>seco sam info</c>: what a file of weights is.</summary>
internal static class SamInfoCommand
{
    private static readonly Argument<string> Weights = CommonOptions.Argument("weights", "The file of weights.", "FILE");

    public static Command Create() => CommonOptions.Command("info", """
        Tell what a file of weights is: SAM 1, MobileSAM, HQ-SAM or SAM 2, its size, the type of its numbers, how many there are, and whether all are there.

        Kind and size are told from the names and shapes of the tensors; nothing is loaded. The names of Meta's SAM 1 files hold the first digits of
        their SHA-256: a damaged download is told as such.

          seco sam info sam_vit_b.pth
        """, [Weights, SamModelArguments.Arch, CommonOptions.Json], (parsed, _) =>
    {
        SamFileInfo info = SamFileInfo.Read(parsed.GetRequiredValue(Weights), parsed.GetValue(SamModelArguments.Arch));
        SamConfig model = info.Architecture;
        string types = string.Join(", ", info.Types).ToLowerInvariant();
        string hash = info.HasPublishedHash is null ? string.Empty : ", published hash";
        string passedOver = info.PassedOver == 0 ? string.Empty : $"; {info.PassedOver / 1e6:0.00} million more are passed over";
        return parsed.Say(
            $"{model.Family}, {model.Name}: {info.Parameters / 1e6:0.00} million parameters in {types}{passedOver}; {info.Tensors} tensors{hash}; images of "
                + $"{model.ImageSize} x {model.ImageSize}",
            $$"""
            {"family": "{{model.Family}}", "architecture": "{{JsonEncodedText.Encode(model.Name)}}", "image_size": {{model.ImageSize}}, "types": "{{types}}",
            "tensors": {{info.Tensors}}, "parameters": {{info.Parameters}}, "passed_over": {{info.PassedOver}},
            "published_hash": {{(info.HasPublishedHash is null ? "null" : "true")}}}
            """);
    });
}

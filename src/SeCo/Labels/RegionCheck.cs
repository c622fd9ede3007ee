using SeCo.Imaging;

namespace SeCo.Labels;

/// <summary>What must hold among the regions of one file.</summary>
internal sealed class RegionCheck(ClassSet? classes, (int Width, int Height)? size)
{
    private readonly HashSet<int> _ids = [];
    private (int Width, int Height)? _size = size;

    /// <summary>Returns the region where it fits the ones before.</summary>
    /// <exception cref="FormatException">It does not.</exception>
    public ConnectedRegion Pass(ConnectedRegion region)
    {
        (int Width, int Height) found = (region.Mask.Width, region.Mask.Height);
        _size ??= found;
        if (found != _size)
        {
            throw new FormatException($"the mask is {found.Width} x {found.Height} pixels, expected {_size.Value.Width} x {_size.Value.Height}");
        }

        if (!_ids.Add(region.Id))
        {
            throw new FormatException($"id {region.Id} occurs twice");
        }

        ExpectClass(region.CategoryId, "category_id", ignoreAllowed: false);
        ExpectClass(region.TrueLabel?.Id, "true_label.id", ignoreAllowed: true);
        ExpectClass(region.Outcome?.PredictedId, "predicted_id", ignoreAllowed: false);
        ExpectClass(region.Outcome?.Label, "label", ignoreAllowed: true);
        return region;
    }

    private void ExpectClass(int? id, string field, bool ignoreAllowed)
    {
        if (id is not { } value || (uint)value < (uint)(classes?.Count ?? LabelMap.Ignore) || (ignoreAllowed && value == LabelMap.Ignore))
        {
            return;
        }

        string set = classes is null ? "class ids go from 0 to 254" : $"class set '{classes.Name}' has 0 to {classes.Count - 1}";
        throw new FormatException($"{field} is {value}, but {set}{(ignoreAllowed ? " (and 255)" : string.Empty)}");
    }
}

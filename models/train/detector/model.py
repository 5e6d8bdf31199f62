"""The net: a residual backbone, a feature pyramid to strides 8/16/32 and one head a level."""
import torch
import torch.nn as nn
import torch.nn.functional as F

STRIDES = (8, 16, 32)
CLASSES = ("LICENSE_PLATE", "FACE")
LOG_DISTANCE = (-4.0, 4.2)


def conv(inputs, outputs, kernel=3, stride=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, momentum=0.03, eps=1e-3),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(conv(channels, channels // 2, 1), conv(channels // 2, channels))

    def forward(self, x):
        return x + self.body(x)


def stage(inputs, outputs, blocks):
    return nn.Sequential(conv(inputs, outputs, 3, 2), *[Residual(outputs) for _ in range(blocks)])


class Head(nn.Module):
    """Score logits of the classes and log distances l, t, r, b (in strides) for each cell."""

    def __init__(self, channels):
        super().__init__()
        self.tower = nn.Sequential(conv(channels, channels), conv(channels, channels, 5, groups=channels), conv(channels, channels, 1))
        self.out = nn.Conv2d(channels, len(CLASSES) + 4, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        with torch.no_grad():
            self.out.bias.copy_(torch.tensor([-4.6] * len(CLASSES) + [1.0, 0.3, 1.0, 0.3]))

    def forward(self, x):
        return self.out(self.tower(x))


class Detector(nn.Module):
    def __init__(self, widths=(32, 48, 112, 192), blocks=(1, 2, 4, 3), pyramid=48):
        super().__init__()
        a, b, c, d = widths
        self.stem = nn.Sequential(conv(3, 16, 3, 2), stage(16, a, blocks[0]))
        self.stage8, self.stage16, self.stage32 = stage(a, b, blocks[1]), stage(b, c, blocks[2]), stage(c, d, blocks[3])
        self.lateral = nn.ModuleList([conv(width, pyramid, 1) for width in (b, c, d)])
        self.heads = nn.ModuleList([Head(pyramid) for _ in STRIDES])

    def forward(self, x):
        """x: [B, 3, H, W] in -0.5..0.5. Gives one [B, 6, H/s, W/s] a level."""
        c8 = self.stage8(self.stem(x))
        c16 = self.stage16(c8)
        c32 = self.stage32(c16)
        p32 = self.lateral[2](c32)
        p16 = self.lateral[1](c16) + F.interpolate(p32, scale_factor=2.0)
        p8 = self.lateral[0](c8) + F.interpolate(p16, scale_factor=2.0)
        return [head(level) for head, level in zip(self.heads, (p8, p16, p32))]


class Deployed(nn.Module):
    """What is exported: takes the bytes of a picture as they lie in memory."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return tuple(self.net(image.permute(0, 3, 1, 2).float() / 255 - 0.5))


def grid(height, width):
    """Middles of all cells in pixels [N, 2] and their strides [N], levels one after the other."""
    points, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // stride), torch.arange(width // stride), indexing="ij")
        points.append((torch.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        strides.append(torch.full((x.numel(),), float(stride)))
    return torch.cat(points), torch.cat(strides)


def flat(levels):
    """[B, 6, h, w] a level -> [B, 6, N]"""
    return torch.cat([level.flatten(2) for level in levels], 2)


def boxes_of(distances, points, strides):
    """[..., N, 4] log distances -> [..., N, 4] pixel boxes x0, y0, x1, y1"""
    d = distances.clamp(*LOG_DISTANCE).exp() * strides[:, None]
    return torch.cat([points - d[..., :2], points + d[..., 2:]], -1)
